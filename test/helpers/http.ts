import http from 'node:http';
import type { HttpAnswer, HttpRequest, Transport } from '../../src/client/ports.js';
import { SafeError } from '../../src/core/errors.js';

const broken = (cause: unknown): SafeError => new SafeError('unavailable', { cause });

async function* bytesOf(response: http.IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of response) yield piece as Uint8Array;
  } catch (error) {
    throw broken(error);
  }
}

const write = async (request: http.ClientRequest, body: HttpRequest['body']): Promise<void> => {
  if (body !== undefined && !(body instanceof Uint8Array)) {
    for await (const piece of body.bytes) {
      if (request.destroyed) return;
      if (!request.write(piece)) {
        await new Promise<void>((resolve) => {
          const done = () => {
            request.off('drain', done).off('close', done);
            resolve();
          };
          request.on('drain', done).on('close', done);
        });
      }
    }
    request.end();
  } else request.end(body);
};

/** Real HTTP; connections are closed with the test. */
export const httpTransport = (onClose: (close: () => void) => void): Transport => {
  const agent = new http.Agent({ keepAlive: true });
  onClose(() => agent.destroy());
  return {
    request: (wanted) =>
      new Promise<HttpAnswer>((resolve, reject) => {
        const size = wanted.body instanceof Uint8Array ? wanted.body.length : wanted.body?.size;
        const headers = { ...wanted.headers, ...(size === undefined ? {} : { 'content-length': `${size}` }) };
        const request = http.request(wanted.url, { method: wanted.method, headers, agent });
        request.on('response', (response) =>
          resolve({
            status: response.statusCode ?? 0,
            header: (name) => response.headers[name.toLowerCase()]?.toString() ?? null,
            bytes: bytesOf(response),
          }),
        );
        request.on('error', (error) => reject(broken(error)));
        write(request, wanted.body).catch((error: unknown) => request.destroy(error as Error));
      }),
  };
};
