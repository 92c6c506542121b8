import { close as closeFile, closeSync, fstat, open, read } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { SafeError } from '../../core/errors.js';
import type { ByteRange } from './blob-store.js';
import { diskFault, errorCode } from './disk-faults.js';
import type { DiskFolder } from './disk-folder.js';
import { createFileSource } from './disk-source.js';
import { isBlobKey, wrongLength } from './guards.js';

const openDescriptor = promisify(open);
const statDescriptor = promisify(fstat);
const closeDescriptor = promisify(closeFile);
const readDescriptor = promisify(read);

/** Null for ENOENT, on a store that is there. */
const ifThere = async <T>(folder: DiskFolder, work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await folder.assertPresent();
    return null;
  }
};

/** Opens a blob; raw file system errors come out. */
export const readBlob = async (
  folder: DiskFolder,
  key: string,
  range?: ByteRange,
): Promise<Readable | null> => {
  const fd = await ifThere(folder, () => openDescriptor(folder.pathOf(key), 'r'));
  if (fd === null) return null;
  try {
    const { size } = await statDescriptor(fd);
    const start = range?.start ?? 0;
    if (range && (start >= size || range.end < start))
      throw new SafeError('range_not_satisfiable', { details: { start, size } });
    return createFileSource(fd, start, Math.min(range?.end ?? size, size - 1));
  } catch (error) {
    await closeDescriptor(fd);
    throw error;
  }
};

/** Two turns to the disk, where a stream takes four. */
export const readWholeBlob = async (
  folder: DiskFolder,
  key: string,
  size: number,
): Promise<Buffer | null> => {
  const fd = await ifThere(folder, () => openDescriptor(folder.pathOf(key), 'r'));
  if (fd === null) return null;
  try {
    const buffer = Buffer.allocUnsafe(size + 1); // one more: a blob that is too long shows
    let filled = 0;
    let count = 0;
    do {
      count = (await readDescriptor(fd, buffer, filled, buffer.length - filled, filled)).bytesRead;
      filled += count;
    } while (count > 0 && filled < size);
    if (filled !== size) throw wrongLength();
    return buffer.subarray(0, size);
  } finally {
    closeSync(fd); // nothing was written: it does not wait for the disk
  }
};

/** Every published blob. A blob removed while we look is left out. */
export const listBlobs = async function* (folder: DiskFolder): AsyncGenerator<{ key: string; size: number }> {
  try {
    await folder.assertPresent();
    for (const outer of await readdir(folder.blobs)) {
      for (const inner of await readdir(join(folder.blobs, outer))) {
        yield* await sizesIn(join(folder.blobs, outer, inner));
      }
    }
  } catch (error) {
    throw diskFault(error);
  }
};

const sizesIn = async (leaf: string): Promise<{ key: string; size: number }[]> => {
  const found = [];
  for (const key of (await readdir(leaf)).filter(isBlobKey)) {
    const size = await stat(join(leaf, key)).then(
      (entry) => entry.size,
      (error) => {
        if (errorCode(error) !== 'ENOENT') throw error;
        return null;
      },
    );
    if (size !== null) found.push({ key, size });
  }
  return found;
};
