import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { SafeError } from '../core/errors.js';
import { flushFolderSync, makeFoldersSync } from './database/embedded/folders.js';

/** The key in a file, null if there is no such file; throws `cannot_start` if it is damaged. */
export const readServerKey = (file: string): Uint8Array | null => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = Buffer.from(text, 'base64url');
  if (key.length === 32) return key;
  throw new SafeError('cannot_start', {
    message: `The server key in ${file} is damaged. Put back a copy of it: without it nobody can unlock a safe.`,
  });
};

/** A whole file under its name or none, readable by its owner only, on disk before it is used. */
const writeKey = (file: string, key: Uint8Array): void => {
  // not the process number: in a container every process has the same one, after a crash too
  const draft = `${file}.${randomBytes(6).toString('hex')}.draft`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${Buffer.from(key).toString('base64url')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    // Unlike rename, link never takes the place of a key that another process made first.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  flushFolderSync(dirname(file));
};

export const serverKeyFile = (dataDir: string): string => join(dataDir, 'server.key');

/**
 * The key in the data folder, 32 bytes; where there is none, null or, if `mayMake`, a new one. Several processes that
 * start at once get one key. Throws `cannot_start` if the file is damaged.
 */
export const openServerKey = (dataDir: string, { mayMake }: { mayMake: boolean }): Uint8Array | null => {
  const file = serverKeyFile(dataDir);
  const known = readServerKey(file);
  if (known) {
    chmodSync(file, 0o600);
    return known;
  }
  if (!mayMake) return null;
  makeFoldersSync(dataDir, 0o700);
  writeKey(file, randomBytes(32));
  const made = readServerKey(file);
  if (!made)
    throw new SafeError('cannot_start', { message: `The server key could not be written to ${file}.` });
  return made;
};

/** Writes a key that was kept elsewhere, unless it is there already. */
export const installServerKey = (dataDir: string, key: Uint8Array): void => {
  makeFoldersSync(dataDir, 0o700);
  writeKey(serverKeyFile(dataDir), key);
};
