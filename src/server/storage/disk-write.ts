import { randomUUID } from 'node:crypto';
import { open as openFile } from 'node:fs';
import { access, readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { SafeError } from '../../core/errors.js';
import type { PutOptions } from './blob-store.js';
import { createDraftSink } from './disk-draft.js';
import { diskFault, errorCode, onDisk } from './disk-faults.js';
import type { DiskFolder } from './disk-folder.js';
import { FILE_MODE, flushFolder } from './disk-publish.js';
import { assertBlobKey } from './guards.js';

const openDescriptor = promisify(openFile);
/** Deletions under way at once. */
const REMOVALS = 16;

/** Draft, flush, publish, flush: at every moment the key holds nothing or everything. */
export const writeBlob = async (
  folder: DiskFolder,
  key: string,
  source: Readable,
  options: PutOptions,
): Promise<void> => {
  assertBlobKey(key);
  const path = folder.pathOf(key);
  const draft = join(folder.drafts, `${key}.${randomUUID()}`);
  await onDisk(() => folder.ready());
  await refuseTaken(path);
  const fd = await onDisk(() => openDescriptor(draft, 'wx', FILE_MODE));
  // what fails here fails again, and is told, when the draft is published
  const settled = folder.settle(path).catch(() => undefined);
  try {
    await pipeline(source, createDraftSink(fd, options), options.signal ? { signal: options.signal } : {});
    await settled;
    await publish(folder, draft, path);
  } catch (error) {
    await unlink(draft).catch(() => undefined); // else the sweep takes it
    throw error;
  }
};

/** A courtesy to the sender of 200 MB; what decides is the link at the end. */
const refuseTaken = async (path: string): Promise<void> => {
  const taken = await access(path).then(
    () => true,
    () => false,
  );
  if (taken) throw new SafeError('blob_exists');
};

const publish = async (folder: DiskFolder, draft: string, path: string): Promise<void> => {
  try {
    await folder.publish(draft, path);
  } catch (error) {
    throw errorCode(error) === 'EEXIST' ? new SafeError('blob_exists') : diskFault(error);
  }
};

/** Keys that could not be removed, or whose removal may not outlive a power cut. */
export const removeBlobs = async (folder: DiskFolder, keys: readonly string[]): Promise<string[]> => {
  await folder.assertPresent();
  const leaves = [...groupByLeaf(folder, keys)];
  const failed: string[] = [];
  const worker = async (): Promise<void> => {
    for (let next = leaves.pop(); next; next = leaves.pop()) {
      failed.push(...(await removeFrom(folder, next[0], next[1])));
    }
  };
  await Promise.all(Array.from({ length: REMOVALS }, worker));
  return failed;
};

const groupByLeaf = (folder: DiskFolder, keys: readonly string[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const leaf = dirname(folder.pathOf(key));
    groups.set(leaf, [...(groups.get(leaf) ?? []), key]);
  }
  return groups;
};

const removeFrom = async (folder: DiskFolder, leaf: string, keys: readonly string[]): Promise<string[]> => {
  const failed = [];
  for (const key of keys) if (!(await isGone(unlink(folder.pathOf(key))))) failed.push(key);
  return (await isGone(flushFolder(leaf))) ? failed : [...keys];
};

const isGone = (removal: Promise<void>): Promise<boolean> =>
  removal.then(
    () => true,
    (error) => errorCode(error) === 'ENOENT',
  );

/** Removes drafts nobody has written to for `ageMs`. */
export const sweepFolder = async (folder: DiskFolder, ageMs: number): Promise<number> => {
  await folder.assertPresent();
  const before = Date.now() - ageMs;
  let swept = 0;
  for (const name of await readdir(folder.drafts)) {
    const path = join(folder.drafts, name);
    if (await removeOlder(path, before)) swept++;
  }
  return swept;
};

const removeOlder = async (path: string, before: number): Promise<boolean> => {
  try {
    if ((await stat(path)).mtimeMs > before) return false;
    await unlink(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false; // its writer just finished
    throw error;
  }
};
