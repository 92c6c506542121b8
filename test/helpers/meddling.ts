import type { HttpAnswer, HttpRequest, Transport } from '../../src/client/ports.js';
import { SafeError } from '../../src/core/errors.js';

async function* once(bytes: Uint8Array) {
  yield bytes;
}

const whole = async (answer: HttpAnswer): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

export type Meddle = (request: HttpRequest, answer: HttpAnswer) => Promise<HttpAnswer> | HttpAnswer;

/** A transport that stands between: what it does to the answers may change at any time. */
export interface Meddler extends Transport {
  request: (request: HttpRequest) => Promise<HttpAnswer>;
  meddle: Meddle | undefined;
  /** Everything that left the device, bodies and addresses. */
  readonly sent: Buffer[];
  readonly requests: { method: string; path: string }[];
}

export const meddler = (inner: Transport): Meddler => {
  const self: Meddler = {
    meddle: undefined,
    sent: [],
    requests: [],
    request: async (request) => {
      const { body } = request;
      self.requests.push({ method: request.method, path: new URL(request.url).pathname });
      self.sent.push(Buffer.from(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`));
      if (body instanceof Uint8Array) self.sent.push(Buffer.from(body));
      const copied =
        body === undefined || body instanceof Uint8Array
          ? request
          : { ...request, body: { size: body.size, bytes: copying(body.bytes, self.sent) } };
      const answer = await inner.request(copied);
      return self.meddle ? self.meddle(request, answer) : answer;
    },
  };
  return self;
};

async function* copying(bytes: AsyncIterable<Uint8Array>, into: Buffer[]) {
  for await (const piece of bytes) {
    into.push(Buffer.from(piece));
    yield piece;
  }
}

/** The same answer with other bytes. */
export const withBytes = (answer: HttpAnswer, bytes: Uint8Array): HttpAnswer => ({
  ...answer,
  bytes: once(bytes),
});

/** Changes the JSON of every good answer of requests whose method and path match. */
export const changing =
  <T>(route: RegExp, change: (value: T, request: HttpRequest) => T | void): Meddle =>
  async (request, answer) => {
    if (answer.status >= 300 || !route.test(`${request.method} ${new URL(request.url).pathname}`))
      return answer;
    const value = JSON.parse(Buffer.from(await whole(answer)).toString()) as T;
    return withBytes(answer, Buffer.from(JSON.stringify(change(value, request) ?? value)));
  };

/** Changes the bytes of a stream. */
export const rewriting =
  (route: RegExp, change: (bytes: Buffer) => Uint8Array): Meddle =>
  async (request, answer) =>
    answer.status < 300 && route.test(`${request.method} ${new URL(request.url).pathname}`)
      ? withBytes(answer, change(Buffer.from(await whole(answer))))
      : answer;

/** Loses the first `times` answers of a request: the server has done what was asked, and nobody hears of it. */
export const losing = (route: RegExp, times = 1): Meddle => {
  let left = times;
  return async (request, answer) => {
    if (left === 0 || !route.test(`${request.method} ${new URL(request.url).pathname}`)) return answer;
    left -= 1;
    await whole(answer);
    throw new SafeError('unavailable');
  };
};
