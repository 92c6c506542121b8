import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';

export const newKey = (): string => randomBytes(16).toString('hex');

export const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** Bytes in chunks as a network gives them; `end` may fail instead of ending. */
export const sourceOf = (bytes: Buffer, end: () => void = () => undefined, chunk = 65_536): Readable => {
  const chunks = function* (): Generator<Buffer> {
    for (let from = 0; from < bytes.length; from += chunk) yield bytes.subarray(from, from + chunk);
    end();
  };
  return Readable.from(chunks(), { objectMode: false });
};

export const collect = async (stream: Readable): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

export const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};

/** Repeats until it holds, 20 s at most; the last answer is what counts. */
export const eventually = async (holds: () => boolean | Promise<boolean>): Promise<boolean> => {
  for (let round = 0; round < 400; round++) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return holds();
};
