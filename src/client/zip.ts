import { Zip, ZipPassThrough } from 'fflate';
import { SafeError } from '../core/errors.js';
import { utf8Length } from './intake/plain-text.js';

export interface ZipEntry {
  readonly name: string;
  /** Bytes that will come. */
  readonly size: number;
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

// Without ZIP64, which fflate does not write: the counts at the end of a ZIP file are 16 and 32 bits (APPNOTE 4.3.16).
const MOST_FILES = 0xffff - 1;
const MOST_BYTES = 0xffff_ffff - 1;
/** A file's two headers and the description after its bytes. */
const OVERHEAD = 30 + 16 + 46;
const END = 22;

const room = () => {
  let files = 0;
  let bytes = END;
  return ({ name, size }: Omit<ZipEntry, 'bytes'>): void => {
    files += 1;
    bytes += size + OVERHEAD + 2 * utf8Length(name);
    if (files > MOST_FILES || bytes > MOST_BYTES) {
      throw new SafeError('cannot_save', { details: { reason: 'zip' } });
    }
  };
};

/** Refuses with `cannot_save` what would make a ZIP file that nothing can read. */
export const checkZipRoom = (entries: readonly Omit<ZipEntry, 'bytes'>[]): void => {
  const check = room();
  for (const entry of entries) check(entry);
};

/** fflate passes pieces on at once, some of them views of what it was given: they go out before the next is read. */
const collector = () => {
  let waiting: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    waiting.push(piece);
  });
  const take = (): Uint8Array[] => {
    const taken = waiting;
    waiting = [];
    return taken;
  };
  return { zip, take };
};

/**
 * A ZIP file in pieces, in memory of a few of them. Papers are compressed already: they are stored as they are, so that
 * any program reads them. `onProgress` tells the bytes so far; `cannot_save` once they are more than such a file holds.
 */
export async function* zipStream(
  entries: AsyncIterable<ZipEntry>,
  onProgress: (done: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const { zip, take } = collector();
  const check = room();
  let done = 0;
  for await (const { name, size, bytes } of entries) {
    check({ name, size });
    const file = new ZipPassThrough(name);
    // Unix, readable by the owner alone, for whoever unpacks it
    file.os = 3;
    file.attrs = (0o100600 << 16) >>> 0;
    zip.add(file);
    for await (const piece of bytes) {
      file.push(piece);
      yield* take();
      done += piece.length;
      onProgress(done);
    }
    file.push(new Uint8Array(0), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
