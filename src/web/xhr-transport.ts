import type { HttpAnswer, HttpRequest, StreamedBody, Transport } from '../client/ports.js';
import { SafeError } from '../core/errors.js';

/** How long nothing may move. */
const IDLE_MS = 60_000;
/** What is held by the script itself before it is handed to the browser, which may put it on disk. */
const PIECE = 4 * 1024 * 1024;

/** Gathers ciphertext piece by piece: a browser streams no request over HTTP/1.1. A body of another length than it promised is not sent. */
export const gather = async ({ bytes, size: promised }: StreamedBody): Promise<Blob> => {
  const done: Blob[] = [];
  let held: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const put = (): void => {
    done.push(new Blob(held));
    held = [];
    size = 0;
  };
  for await (const piece of bytes) {
    // a copy: whoever made it may use its memory again
    held.push(piece.slice());
    size += piece.length;
    if (size >= PIECE) put();
  }
  put();
  const whole = new Blob(done);
  if (whole.size !== promised) throw new SafeError('internal');
  return whole;
};

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

const unreachable = (): SafeError => new SafeError('unavailable');

/** Tells how much of a body has really left, and can be broken off. */
export interface Line {
  onSent(part: number): void;
  readonly signal: AbortSignal;
}

const answerOf = (request: XMLHttpRequest): HttpAnswer => ({
  status: request.status,
  header: (name) => request.getResponseHeader(name),
  bytes: once(new Uint8Array(request.response as ArrayBuffer)),
});

const send = (
  { method, url, headers }: HttpRequest,
  body: Blob | Uint8Array | null,
  { onSent, signal }: Line,
): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const moved = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), IDLE_MS);
    };
    const stop = (): void => request.abort();
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      settle();
    };
    request.open(method, url);
    request.responseType = 'arraybuffer';
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => {
      moved();
      onSent(total > 0 ? loaded / total : 0);
    });
    request.addEventListener('load', () => end(() => resolve(answerOf(request))));
    for (const event of ['error', 'abort', 'timeout'] as const) {
      request.addEventListener(event, () => end(() => reject(signal.reason ?? unreachable())));
    }
    signal.addEventListener('abort', stop);
    moved();
    if (signal.aborted) return request.abort();
    request.send(body as Blob | Uint8Array<ArrayBuffer> | null);
  });

/** HTTP as a browser speaks it, with progress: `fetch` tells none. No cookie is set here, and so none is sent. */
export const xhrTransport = (line: Line): Transport => ({
  gathers: true,
  request: async (request) => {
    line.signal.throwIfAborted();
    const { body } = request;
    if (body === undefined) return send(request, null, line);
    return send(request, body instanceof Uint8Array ? body : await gather(body), line);
  },
});
