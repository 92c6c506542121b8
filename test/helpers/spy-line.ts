import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';

interface SpyLine {
  /** Leads to the server. */
  readonly url: string;
  /** Every byte that was sent to the server, as text. */
  readonly heard: () => string;
  /** How often it broke. */
  readonly cuts: () => number;
}

/** A line to a server that writes down what is sent; it may break once, after so many bytes of answers on one connection. */
export const spyLine = async (t: Test, url: string, breakAfter = Infinity): Promise<SpyLine> => {
  const heard: string[] = [];
  const open = new Set<Socket>();
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    let bytes = 0;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined).on('close', () => [near, far].forEach((one) => one.destroy()));
    }
    near.on('data', (piece: Buffer) => heard.push(piece.toString('latin1')));
    far.on('data', ({ length }: Buffer) => {
      bytes += length;
      if (bytes < breakAfter || cuts > 0) return;
      cuts += 1;
      near.destroy();
    });
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    open.forEach((socket) => socket.destroy());
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { url: `http://127.0.0.1:${port}`, heard: () => heard.join(''), cuts: () => cuts };
};
