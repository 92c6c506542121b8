import { createWriteStream } from 'node:fs';
import { link, mkdir, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isSafeError } from '../../core/errors.js';
import type { BlobStore } from '../storage/blob-store.js';
import { checkingRoot, type ListedBlob, listedBlobs } from './blob-list.js';
import { blobFile } from './format.js';
import { inParallel } from './in-parallel.js';

const WIDTH = 4;

export interface Copied {
  readonly count: number;
  readonly bytes: number;
  /** Of these, how many a former backup already held. */
  readonly linked: number;
  /** Blobs that the store has lost or altered: papers that nobody can read any more. */
  readonly lost: readonly string[];
}

/** A blob never changes: the file of a former backup is the same one, and costs no room twice. */
const linkFormer = async (
  former: string | null,
  { key, size }: ListedBlob,
  target: string,
): Promise<boolean> => {
  if (former === null) return false;
  const file = blobFile(former, key);
  try {
    if ((await stat(file)).size !== size) return false;
    await link(file, target);
    return true;
  } catch {
    return false; // not there, or on a disk without links
  }
};

/** False if the store has no such blob, or another one than was signed. */
const fetchBlob = async (blobs: BlobStore, blob: ListedBlob, target: string): Promise<boolean> => {
  const source = await blobs.get(blob.key);
  if (source === null) return false;
  const file = createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true });
  try {
    await pipeline(source, checkingRoot(blob), file);
    return true;
  } catch (error) {
    await unlink(target).catch(() => undefined);
    if (isSafeError(error, 'root_mismatch')) return false;
    throw error;
  }
};

/** Copies every blob that the versions in the backup refer to; each is compared with what its author signed. */
export const copyBlobs = async (folder: string, blobs: BlobStore, former: string | null): Promise<Copied> => {
  let [count, bytes, linked] = [0, 0, 0];
  const lost: string[] = [];
  await inParallel(listedBlobs(folder), WIDTH, async (blob) => {
    const target = blobFile(folder, blob.key);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const isLinked = await linkFormer(former, blob, target);
    if (isLinked || (await fetchBlob(blobs, blob, target))) {
      linked += Number(isLinked);
      count += 1;
      bytes += blob.size;
    } else {
      lost.push(blob.key);
    }
  });
  return { count, bytes, linked, lost };
};
