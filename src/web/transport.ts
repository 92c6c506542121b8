import { SafeError } from '../core/errors.js';
import type { HttpAnswer, HttpRequest, Transport } from '../client/ports.js';
import { gather, xhrTransport } from './xhr-transport.js';

/** How long nothing may move. */
const IDLE_MS = 60_000;

const unreachable = (cause: unknown): SafeError => new SafeError('unavailable', { cause });

/** Ends a request in which nothing moves for too long. */
const patience = () => {
  const control = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => clearTimeout(timer);
  const moved = (): void => {
    stop();
    timer = setTimeout(() => control.abort(), IDLE_MS);
  };
  moved();
  return { signal: control.signal, moved, stop, abort: () => control.abort() };
};

async function* piecesOf(
  body: ReadableStream<Uint8Array> | null,
  wait: ReturnType<typeof patience>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body?.getReader();
  let whole = false;
  try {
    for (;;) {
      wait.moved();
      const next = await reader?.read().catch((error: unknown) => {
        throw unreachable(error);
      });
      if (!next || next.done) break;
      // while the reader above works, the network owes us nothing
      wait.stop();
      yield next.value;
    }
    whole = true;
  } finally {
    wait.stop();
    if (!whole) wait.abort();
  }
}

/** What may take longer than {@link IDLE_MS} on a slow line; of a body `fetch` does not tell whether it moves. */
const LARGE = 64 * 1024;

/** Nobody looks at how much has left, and only the line breaks it off. */
const large = xhrTransport({ onSent: () => undefined, signal: new AbortController().signal });

const sizeOf = (body: HttpRequest['body']): number =>
  body === undefined ? 0 : body instanceof Uint8Array ? body.length : body.size;

const wholeBody = (body: HttpRequest['body']): Promise<Blob> | Uint8Array | undefined =>
  body === undefined || body instanceof Uint8Array ? body : gather(body);

/** HTTP as a browser speaks it: no cookie, no cache, no referrer; no redirect but for large bodies, which the page's policy keeps here. */
export const webTransport = (): Transport => ({
  gathers: true,
  request: async (request: HttpRequest): Promise<HttpAnswer> => {
    const { method, url, headers, body } = request;
    if (sizeOf(body) > LARGE) return large.request(request);
    const whole = await wholeBody(body);
    const wait = patience();
    const answer = await fetch(url, {
      method,
      headers,
      signal: wait.signal,
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      ...(whole ? { body: whole as Blob | Uint8Array<ArrayBuffer> } : {}),
    }).catch((error: unknown) => {
      wait.stop();
      throw unreachable(error);
    });
    return {
      status: answer.status,
      header: (name) => answer.headers.get(name),
      bytes: piecesOf(answer.body, wait),
    };
  },
});
