import { once } from 'node:events';
import { createServer, connect, type Socket } from 'node:net';
import type { Test } from 'tap';

/** What happens to a piece on its way: it goes on, maybe altered, or the connection is cut (`null`). */
type Meddle = (chunk: Buffer, passed: number) => Buffer | null;

export interface Meddling {
  readonly toServer?: Meddle;
  readonly toClient?: Meddle;
}

const relay = (from: Socket, to: Socket, meddle: Meddle): void => {
  let passed = 0;
  from.on('data', (chunk: Buffer) => {
    const next = meddle(chunk, passed);
    passed += chunk.length;
    if (next === null) {
      from.destroy();
      to.destroy();
    } else if (!to.write(next)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  });
  from.on('end', () => to.end());
  from.on('close', () => to.destroy());
  from.on('error', () => to.destroy());
};

const passOn: Meddle = (chunk) => chunk;

/** A bad network in front of a server, on loopback. Returns its address. */
export const createMeddlingProxy = async (
  t: Test,
  endpoint: string,
  { toServer = passOn, toClient = passOn }: Meddling,
): Promise<string> => {
  const { hostname, port } = new URL(endpoint);
  const open = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
    relay(client, server, toServer);
    relay(server, client, toClient);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    proxy.close();
  });
  return `http://127.0.0.1:${portOf(proxy.address())}`;
};

const portOf = (address: ReturnType<ReturnType<typeof createServer>['address']>): number =>
  typeof address === 'object' && address ? address.port : 0;

/** A server that takes connections and never answers. */
export const createSilentServer = async (t: Test): Promise<string> => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined).resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server.address())}`;
};
