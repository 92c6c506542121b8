import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the names in a folder outlive a power cut. Windows can't open folders; NTFS journals names by itself. */
export const flushFolderSync = (path: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Makes a folder and those above it, each name flushed; gives the ones that were not there, deepest first. */
export const makeFoldersSync = (path: string, mode: number): readonly string[] => {
  const first = mkdirSync(path, { recursive: true, mode });
  if (first === undefined) return [];
  const made: string[] = [];
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) made.push(folder);
  for (const folder of made) flushFolderSync(dirname(folder));
  return made;
};
