import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { begin, finish } from './unfinished.js';

/** Names in a folder are on disk only when the folder is flushed too; Windows does that by itself. */
export const flushFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes a file that only its owner may read, writes it through `fill` and flushes it. The file is gone if anything fails. */
export const writeDraft = async (path: string, fill: (file: FileHandle) => Promise<void>): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  begin(path);
  try {
    await fill(file);
    await file.sync();
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    await rm(path, { force: true });
    finish(path);
    throw error;
  }
};

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** A hard link refuses a taken name at the very moment; FAT and some network disks have none. */
const linkInPlace = async (draft: string, target: string): Promise<void> => {
  try {
    await link(draft, target);
  } catch (error) {
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(String(codeOf(error)))) throw error;
    const reserved = await open(target, 'wx', 0o600);
    await reserved.close();
    await rename(draft, target);
  }
};

/** Gives the draft its name, durably. Without `replace` a taken name throws EEXIST and keeps what is there. */
export const putInPlace = async (draft: string, target: string, replace: boolean): Promise<void> => {
  try {
    await (replace ? rename(draft, target) : linkInPlace(draft, target));
  } finally {
    await rm(draft, { force: true });
    finish(draft);
  }
  await flushFolder(dirname(target));
};
