import { once } from 'node:events';
import http from 'node:http';
import type { Test } from 'tap';
import type { Chance } from './chance.js';

export interface BadLine {
  /** Leads to the server. */
  readonly url: string;
  /** Of a hundred requests to the API this many fail: half never arrive, of the others the answer is lost. */
  worsen(percent: number): void;
  /** From now on the server does what is asked there, and nobody hears its answer: the line is cut, or hangs. */
  swallow(method: string, path: RegExp, how: 'cut' | 'hang'): void;
  /** Lets everything through again. */
  mend(): void;
  /** From now on the file at this address comes with so much more at its end. */
  append(path: string, text: string): void;
  /** How many failed so far. */
  failed(): number;
}

/** A line on which requests get lost, or their answers; the page itself comes through. */
export const badLine = async (t: Test, target: string, { below }: Chance): Promise<BadLine> => {
  const { hostname, port } = new URL(target);
  let percent = 0;
  let failed = 0;
  let swallowed: { method: string; path: RegExp; how: 'cut' | 'hang' } | null = null;
  let longer = { path: '', text: '' };
  const proxy = http.createServer((request, answer) => {
    const isMute = swallowed?.method === request.method && swallowed?.path.test(request.url ?? '') === true;
    const mute = isMute ? swallowed : null;
    const lost = mute !== null || (request.url?.startsWith('/v1/') === true && below(100) < percent);
    if (lost) failed += 1;
    if (lost && mute === null && below(2) === 0) return void request.socket.destroy();
    const { method, url } = request;
    const headers =
      url === longer.path ? { ...request.headers, 'accept-encoding': 'identity' } : request.headers;
    const onward = http.request({ hostname, port, method, path: url, headers }, (came) => {
      if (lost) {
        came.resume().on('end', () => mute?.how !== 'hang' && request.socket.destroy());
        return;
      }
      if (request.url === longer.path) {
        const { 'content-length': _, ...rest } = came.headers;
        answer.writeHead(came.statusCode ?? 502, rest);
        came.pipe(answer, { end: false });
        came.on('end', () => answer.end(longer.text));
        return;
      }
      answer.writeHead(came.statusCode ?? 502, came.headers);
      came.pipe(answer);
    });
    onward.on('error', () => request.socket.destroy());
    request.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  t.teardown(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address() as { port: number };
  return {
    url: `http://127.0.0.1:${address.port}`,
    worsen: (next) => {
      percent = next;
    },
    swallow: (method, path, how) => {
      swallowed = { method, path, how };
    },
    mend: () => {
      percent = 0;
      swallowed = null;
    },
    append: (path, text) => {
      longer = { path, text };
    },
    failed: () => failed,
  };
};
