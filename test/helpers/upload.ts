import { randomBytes } from 'node:crypto';
import http from 'node:http';
import type { Answer, Holder } from './holder.js';

export type Part = readonly [name: string, bytes: Uint8Array];

/** multipart/form-data by hand; `fields` are parts that a client calls a field, not a file. */
export const encodeParts = (parts: readonly Part[], fields: readonly string[] = []) => {
  const boundary = `----${randomBytes(12).toString('hex')}`;
  const body = Buffer.concat([
    ...parts.flatMap(([name, bytes]) => {
      const file = fields.includes(name)
        ? ''
        : `; filename="${name}"\r\ncontent-type: application/octet-stream`;
      const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n`;
      return [Buffer.from(head), Buffer.from(bytes), Buffer.from('\r\n')];
    }),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
};

export interface Upload {
  /** Sends the next bytes; resolves when the socket took them. */
  write(bytes: Uint8Array): Promise<void>;
  end(): void;
  /** Leaves without a word. */
  leave(): void;
  readonly answer: Promise<Pick<Answer, 'status' | 'json'>>;
}

/** An upload under the test's control, byte by byte; without `length` it goes in HTTP chunks. */
export const startUpload = (
  holder: Pick<Holder, 'url' | 'token'>,
  path: string,
  { type, length }: { type: string; length?: number },
): Upload => {
  const request = http.request(holder.url + path, {
    method: 'PUT',
    agent: false,
    headers: {
      authorization: `Bearer ${holder.token}`,
      'content-type': type,
      ...(length === undefined ? {} : { 'content-length': length }),
    },
  });
  const answer = new Promise<Pick<Answer, 'status' | 'json'>>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece)).on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString();
        resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) });
      });
    });
  });
  answer.catch(() => undefined);
  request.flushHeaders();
  return {
    write: (bytes) => new Promise((resolve) => void request.write(bytes, () => resolve())),
    end: () => void request.end(),
    leave: () => void request.destroy(),
    answer,
  };
};
