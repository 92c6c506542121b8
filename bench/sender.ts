/** A process that sends and receives, so that the server measured has its core for itself. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { doJobs } from './child.js';
import { hammer, type HammerJob } from './hammer.js';

export interface SendJob {
  readonly kind: 'send';
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** Sent between `before` and `after`, which are base64. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface ReceiveJob {
  readonly kind: 'receive';
  readonly urls: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
}

export type SenderJob = SendJob | ReceiveJob | HammerJob;
/** `count` is bytes, or requests of a hammer. */
export interface SenderResult {
  readonly seconds: number;
  readonly count: number;
}

const PIECE = 256 * 1024;
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const files = new Map<string, Buffer>();

const bytesOf = (file: string): Buffer => {
  const known = files.get(file) ?? readFileSync(file);
  files.set(file, known);
  return known;
};

const bodyOf = ({ file, before, after }: SendJob): Buffer[] => {
  const bytes = bytesOf(file);
  const pieces = [];
  for (let at = 0; at < bytes.length; at += PIECE) pieces.push(bytes.subarray(at, at + PIECE));
  return [Buffer.from(before, 'base64'), ...pieces, Buffer.from(after, 'base64')].filter(
    (piece) => piece.length > 0,
  );
};

const drained = (request: http.ClientRequest): Promise<void> =>
  new Promise((resolve) => {
    request.once('drain', resolve);
  });

/** Resolves with the bytes of the answer; anything but success rejects. */
const answerTo = (request: http.ClientRequest): Promise<number> =>
  new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      let count = 0;
      let text = '';
      const good = (response.statusCode ?? 0) < 300;
      response.on('data', (piece: Buffer) => {
        count += piece.length;
        if (!good) text += piece.toString();
      });
      response.on('error', reject);
      response.on('end', () => (good ? resolve(count) : reject(new Error(`${response.statusCode} ${text}`))));
    });
  });

const sendOne = async (url: string, job: SendJob): Promise<number> => {
  const body = bodyOf(job);
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  const request = http.request(url, {
    method: 'PUT',
    agent,
    headers: { ...job.headers, 'content-length': length },
  });
  const answer = answerTo(request);
  for (const piece of body) if (!request.write(piece)) await Promise.race([drained(request), answer]);
  request.end();
  await answer;
  return length;
};

const receiveOne = (url: string, { headers }: ReceiveJob): Promise<number> => {
  const request = http.request(url, { agent, headers });
  const answer = answerTo(request);
  request.end();
  return answer;
};

const all = async (jobs: readonly Promise<number>[]): Promise<number> =>
  (await Promise.all(jobs)).reduce((sum, count) => sum + count, 0);

const run = (job: SenderJob): Promise<number> => {
  if (job.kind === 'send') return all(job.urls.map((url) => sendOne(url, job)));
  if (job.kind === 'receive') return all(job.urls.map((url) => receiveOne(url, job)));
  return hammer(job);
};

doJobs<SenderJob, SenderResult>(async (job) => {
  if (job.kind === 'send') bytesOf(job.file);
  const begin = process.hrtime.bigint();
  const count = await run(job);
  return { count, seconds: Number(process.hrtime.bigint() - begin) / 1e9 };
});
