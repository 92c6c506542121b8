import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../database/embedded/processes.js';
import { flushFolderSync, makeFoldersSync } from '../database/embedded/folders.js';
import { MANIFEST } from './format.js';

/** `2026-01-31T02-00-00.000Z`: sorts by time, and every file system takes it. */
const NAME = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z$/;
const DRAFT = /^draft-(\d+)-[0-9a-f]{12}$/;

const nameOf = (at: number): string => new Date(at).toISOString().replaceAll(':', '-');

/** The whole backups in a folder, oldest first. */
export const backupsOn = (shelf: string): readonly string[] =>
  readdirSync(shelf)
    .filter((name) => NAME.test(name) && existsSync(join(shelf, name, MANIFEST)))
    .toSorted();

/** What a backup that was killed left behind. */
const removeDrafts = async (shelf: string): Promise<void> => {
  for (const name of readdirSync(shelf)) {
    const pid = Number(DRAFT.exec(name)?.[1] ?? Number.NaN);
    // a process number of another machine, or of another container, may be any: age tells too
    const isOld = (): boolean => Date.now() - statSync(join(shelf, name)).mtimeMs > 7 * 86_400_000;
    if (!Number.isNaN(pid) && (pid === process.pid || !isAlive(pid) || isOld()))
      await rm(join(shelf, name), { recursive: true, force: true });
  }
};

/** A folder that only its owner may enter and that is no backup yet. */
export const beginDraft = async (shelf: string): Promise<string> => {
  makeFoldersSync(shelf, 0o700);
  await removeDrafts(shelf);
  const draft = join(shelf, `draft-${process.pid}-${randomBytes(6).toString('hex')}`);
  await mkdir(join(draft, 'database'), { recursive: true, mode: 0o700 });
  return draft;
};

export const writeDurably = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const flushTree = async (folder: string): Promise<void> => {
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await flushTree(join(folder, entry.name));
  flushFolderSync(folder);
};

/** Gives a draft its name once all of it is on disk: what bears such a name is whole. */
export const finishDraft = async (shelf: string, draft: string, at: number): Promise<string> => {
  await flushTree(draft);
  const folder = join(shelf, nameOf(at));
  await rename(draft, folder);
  flushFolderSync(shelf);
  return folder;
};

/** Leaves the newest `keep` backups; gives the names of those that went. */
export const thinOut = async (shelf: string, keep: number): Promise<readonly string[]> => {
  const old = backupsOn(shelf).slice(0, -keep);
  for (const name of old) await rm(join(shelf, name), { recursive: true, force: true });
  return old;
};
