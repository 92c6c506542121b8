import { rmSync } from 'node:fs';

/** Files that are being written: nothing of them may stay when the person stops the command. */
const unfinished = new Set<string>();

export const begin = (path: string): void => {
  unfinished.add(path);
};

export const finish = (path: string): void => {
  unfinished.delete(path);
};

/** Removes at once what was being written; for the moment when the program is told to stop. */
export const dropUnfinished = (): void => {
  for (const path of unfinished) rmSync(path, { force: true });
  unfinished.clear();
};
