import { access, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SafeError } from '../core/errors.js';
import { putInPlace, writeDraft } from './durable.js';

const DRAFT = /^\.pochette-(\d+)\.part$/;

const QUIET_MS = 60_000;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** On a shared disk another machine may be at work under that number: what was just written to is left alone. */
const isQuiet = async (path: string): Promise<boolean> =>
  Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? 0) > QUIET_MS;

/** The bytes of a file that is saved in one piece. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What a killed command left here is a readable piece of a paper: it goes. */
const removeLeftovers = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const pid = DRAFT.exec(name)?.[1];
    const path = join(folder, name);
    if (pid !== undefined && !isAlive(Number(pid)) && (await isQuiet(path))) await rm(path, { force: true });
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'folder',
  ENOTDIR: 'folder',
  EACCES: 'denied',
  EPERM: 'denied',
  EROFS: 'denied',
  ENOSPC: 'full',
  EDQUOT: 'full',
};

export const explained = (error: unknown, path: string): unknown => {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (error instanceof SafeError || code === undefined) return error;
  if (code === 'EEXIST') return new SafeError('file_exists', { details: { path }, cause: error });
  const reason = REASONS[code] ?? 'other';
  return new SafeError('cannot_save', { details: { reason, path }, cause: error });
};

/** The file that `--out` means: in a folder, the paper's own name. */
export const targetPath = async (out: string | undefined, name: string): Promise<string> => {
  if (out === undefined) return resolve(name);
  const isFolder = await stat(out).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
  return isFolder ? resolve(out, name) : resolve(out);
};

/** Refuses, before a long way is gone for nothing, a folder that isn't there: `out` may be a folder or a file in one. */
export const checkFolder = async (out: string): Promise<void> => {
  try {
    await access(dirname(resolve(out)));
  } catch (error) {
    throw explained(error, resolve(out));
  }
};

/** Refuses a taken name before a long way is gone for nothing. */
export const checkFree = async (path: string, replace: boolean): Promise<void> => {
  const facts = await stat(path).catch(() => null);
  if (facts !== null && (!replace || facts.isDirectory())) {
    throw new SafeError('file_exists', { details: { path } });
  }
  await checkFolder(path);
};

/**
 * Saves a file that its owner alone may read. It gets its name only once `bytes` ended well and all of it is on disk;
 * until then, and if anything fails, there is nothing under that name, or still the old file.
 *
 * @throws SafeError `file_exists`, `cannot_save`, and what `bytes` throws
 */
export const saveFile = async (
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  options: { readonly replace: boolean },
): Promise<number> => {
  const folder = dirname(path);
  const draft = join(folder, `.pochette-${process.pid}.part`);
  let size = 0;
  try {
    await checkFree(path, options.replace);
    await removeLeftovers(folder);
    await writeDraft(draft, async (file) => {
      for await (const piece of bytes) {
        size += piece.length;
        await file.writeFile(piece);
      }
    });
    await putInPlace(draft, path, options.replace);
    return size;
  } catch (error) {
    throw explained(error, path);
  }
};

/** A path as a person reads it: what lies here by its name alone. */
export const shownPath = (path: string): string => (dirname(path) === process.cwd() ? basename(path) : path);
