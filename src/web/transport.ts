import { SafeError } from '../core/errors.js';
import type { HttpAnswer, HttpRequest, Transport } from '../client/ports.js';

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

/** A browser sends over HTTP/1.1 only what it has whole; a body of another length than it promised is not sent. */
const wholeBody = async (body: HttpRequest['body']): Promise<Blob | Uint8Array | undefined> => {
  if (body === undefined || body instanceof Uint8Array) return body;
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  // copied: whoever makes the body may use its buffer again
  for await (const piece of body.bytes) pieces.push(piece.slice());
  const blob = new Blob(pieces);
  if (blob.size !== body.size) throw new SafeError('internal');
  return blob;
};

/** HTTP as a browser speaks it: no cookie, no cache, no referrer, no redirect. */
export const webTransport = (): Transport => ({
  request: async ({ method, url, headers, body }: HttpRequest): Promise<HttpAnswer> => {
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
