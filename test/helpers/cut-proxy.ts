import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';

export interface CutProxy {
  readonly port: number;
  /** Breaks every connection and refuses new ones: the machine behind is gone. */
  cut(): void;
  /** Takes connections again. */
  mend(): void;
  /** Bytes sent towards the target so far. */
  sent(): number;
}

export type Target = { readonly host: string; readonly port: number } | { readonly path: string };

/** A door on 127.0.0.1 to a real server, that a test can slam. */
export const cutProxy = async (t: Test, target: Target): Promise<CutProxy> => {
  const open = new Set<Socket>();
  let isCut = false;
  let bytes = 0;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(target);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', ({ length }: Buffer) => (bytes += length));
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const slam = (): void => open.forEach((socket) => socket.destroy());
  t.teardown(() => {
    slam();
    server.close();
  });
  return {
    port: (server.address() as { port: number }).port,
    cut: () => {
      isCut = true;
      slam();
    },
    mend: () => void (isCut = false),
    sent: () => bytes,
  };
};

/** Where a PostgreSQL URL leads, and the same URL through a door. */
export const throughProxy = (url: string): { target: Target; via: (port: number) => string } => {
  const parsed = new URL(url);
  const host = decodeURIComponent(parsed.hostname);
  const port = Number(parsed.port || '5432');
  const target = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const via = (door: number): string => {
    const { username, password, pathname } = parsed;
    return `postgres://${username}:${password}@127.0.0.1:${door}${pathname}`;
  };
  return { target, via };
};
