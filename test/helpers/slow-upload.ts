import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Holder, partsOf, type Sent, versionPath } from './holder.js';

const BOUNDARY = 'pochette-test-boundary';

const frame = (name: string): string =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${name}"\r\n` +
  'content-type: application/octet-stream\r\n\r\n';

/** The whole body of an upload (RFC 7578). */
const bodyOf = (sent: Sent): Buffer =>
  Buffer.concat([
    ...partsOf(sent).flatMap(([name, bytes]) => [Buffer.from(frame(name)), bytes, Buffer.from('\r\n')]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);

export interface Pace {
  /** Bytes written at once; 64 KiB by default. */
  readonly piece?: number;
  /** Called between two pieces with how much of the body is on its way, 0 to 1. */
  between?(share: number): Promise<unknown> | void;
}

/** Sends a version as a phone on a weak network does, bit by bit. Rejects if no answer comes. */
export const sendSlowly = async (holder: Holder, sent: Sent, pace: Pace = {}): Promise<Answer> => {
  const { piece = 65_536, between = () => sleep(1) } = pace;
  const body = bodyOf(sent);
  const outgoing = request(holder.url + versionPath(holder, sent.doc, sent.ver), {
    method: 'PUT',
    agent: false,
    headers: {
      authorization: `Bearer ${holder.token}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': body.length,
    },
  });
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on('data', (bytes: Buffer) => pieces.push(bytes));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const headers = new Headers(incoming.headers as Record<string, string>);
        resolve({
          status: incoming.statusCode ?? 0,
          json: JSON.parse(Buffer.concat(pieces).toString()),
          headers,
        });
      });
    });
  });
  let settled = false;
  const over = answer.then(
    () => (settled = true),
    () => (settled = true),
  );
  for (let at = 0; at < body.length && !settled; at += piece) {
    const hasRoom = outgoing.write(body.subarray(at, at + piece));
    if (!hasRoom) await Promise.race([new Promise((resolve) => outgoing.once('drain', resolve)), over]);
    await between(Math.min(1, (at + piece) / body.length));
  }
  if (!settled) outgoing.end();
  return answer;
};
