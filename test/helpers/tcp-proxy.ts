import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';
import { silent } from './embedded.js';

export interface Proxy {
  /** The same database, by way of the proxy. */
  readonly url: string;
  /** Ends every connection and takes no new one: the database is down, as seen from the server. */
  cut(): Promise<void>;
  /** Lets nothing through any more, and says nothing: the cable is out. */
  freeze(): void;
  restore(): Promise<void>;
}

/** Stands between a server and its PostgreSQL, be that at a socket or at an address. */
export const databaseProxy = async (t: Test, databaseUrl: string): Promise<Proxy> => {
  const real = new URL(databaseUrl);
  const host = decodeURIComponent(real.hostname);
  const port = Number(real.port || 5432);
  const target = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
  const sockets = new Set<Socket>();
  let frozen = false;
  const proxy = createServer((inner) => {
    const outer = connect(target);
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', silent).on('close', () => {
        sockets.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
    if (frozen) return;
    inner.pipe(outer).pipe(inner);
  });
  const listen = async (at: number): Promise<void> => {
    proxy.listen(at, '127.0.0.1');
    await once(proxy, 'listening');
  };
  await listen(0);
  const address = proxy.address();
  const at = typeof address === 'object' && address !== null ? address.port : 0;
  const end = (): void => sockets.forEach((socket) => socket.destroy());
  const cut = async (): Promise<void> => {
    const closed = proxy.listening ? once(proxy.close(), 'close') : undefined;
    end();
    await closed;
  };
  t.teardown(cut);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${at}`;
  return {
    url: url.href,
    cut,
    freeze: () => {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    restore: async () => {
      frozen = false;
      end();
      if (!proxy.listening) await listen(at);
    },
  };
};
