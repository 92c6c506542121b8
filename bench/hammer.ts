import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** Many clients that ask again as soon as they are answered. */
export interface HammerJob {
  readonly kind: 'hammer';
  readonly port: number;
  /** What is asked in turn: one per client where there are as many. */
  readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[];
  readonly clients: number;
  readonly milliseconds: number;
}

const textOf = ({ path, headers }: HammerJob['requests'][number]): string =>
  [
    `GET ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

/** Bytes of the whole answer that begins here, or 0 while its head is not there yet. */
const answerLength = (start: Buffer): number => {
  const end = start.indexOf('\r\n\r\n');
  if (end < 0) return 0;
  const head = start.toString('latin1', 0, end);
  if (!head.startsWith('HTTP/1.1 200')) throw new Error(start.toString('latin1', 0, 600));
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`no content-length: ${head}`);
  return end + 4 + Number(length);
};

/** Asks until told to stop; far less work than a real HTTP client, for the machine's cores are few. */
const client = (socket: Socket, requests: readonly string[], isOver: () => boolean): Promise<number> =>
  new Promise((resolve, reject) => {
    let answered = 0;
    let wanted = 0;
    let got = 0;
    let held: Buffer | null = null;
    const ask = (): void => void socket.write(requests[answered % requests.length] ?? '');
    socket.on('data', (piece) => {
      try {
        if (wanted === 0) {
          held = held ? Buffer.concat([held, piece]) : piece;
          wanted = answerLength(held);
          got = held.length;
        } else got += piece.length;
      } catch (error) {
        return reject(error as Error);
      }
      if (wanted === 0 || got < wanted) return;
      wanted = 0;
      held = null;
      answered += 1;
      if (isOver()) resolve(answered);
      else ask();
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed the connection')));
    ask();
  });

/** Resolves with the number of requests answered. */
export const hammer = async ({ port, requests, clients, milliseconds }: HammerJob): Promise<number> => {
  const texts = requests.map(textOf);
  const sockets = Array.from({ length: clients }, () => connect({ port, host: '127.0.0.1', noDelay: true }));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const end = performance.now() + milliseconds;
  const isOver = (): boolean => performance.now() >= end;
  try {
    const counts = await Promise.all(
      sockets.map((socket, i) => {
        // Each client begins elsewhere in the list: with as many requests as clients, each keeps to its own.
        const own = texts.length === clients ? [texts[i] ?? ''] : [...texts.slice(i), ...texts.slice(0, i)];
        return client(socket, own, isOver);
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
};
