import { chmod, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Memory } from '../client/ports.js';
import { SafeError } from '../core/errors.js';
import { flushFolder, putInPlace, writeDraft } from './durable.js';
import { withLock } from './home-lock.js';
import { decodeRemembered, encodeRemembered, mergeRemembered } from './home-pins.js';
import { usage } from './usage.js';

const FILE = 'safe.json';

/** `POCHETTE_HOME`, or `.pochette` in the person's own folder. */
export const homeFolder = (environment: NodeJS.ProcessEnv): string =>
  environment['POCHETTE_HOME'] ?? join(homedir(), '.pochette');

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** A folder that others may enter is closed; one that belongs to somebody else is not used at all. */
const closeToOthers = async (path: string, mode: number): Promise<void> => {
  if (process.platform === 'win32') return; // a profile there is its owner's by inherited rights
  const facts = await stat(path);
  if (facts.uid !== process.geteuid?.()) throw usage('home_not_ours', { path });
  if ((facts.mode & 0o077) !== 0) await chmod(path, mode);
};

const prepare = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await closeToOthers(folder, 0o700);
};

const removeDrafts = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  for (const name of names.filter((each) => each.startsWith(`${FILE}.`))) {
    await rm(join(folder, name), { force: true });
  }
};

const cannotSave = (error: unknown): never => {
  if (error instanceof SafeError) throw error;
  throw new SafeError('cannot_save', { cause: error, details: { reason: 'home' } });
};

/** What this machine remembers of the safe: one file, read by its owner alone, either the old state or the new. */
export const createHome = (folder: string): Memory => {
  const path = join(folder, FILE);
  const lock = join(folder, 'lock');

  const read = async () => {
    try {
      await closeToOthers(folder, 0o700);
      await closeToOthers(path, 0o600);
      return decodeRemembered(await readFile(path, 'utf8'));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  };

  const replace = async (text: string) => {
    await removeDrafts(folder);
    const draft = `${path}.${process.pid}`;
    await writeDraft(draft, async (file) => {
      await file.writeFile(text);
    });
    await putInPlace(draft, path, true);
  };

  return {
    read,
    write: async (state) => {
      try {
        await prepare(folder);
        await withLock(lock, async () => {
          await replace(encodeRemembered(mergeRemembered(await read(), state)));
        });
      } catch (error) {
        cannotSave(error);
      }
    },
    forget: async () => {
      if ((await stat(folder).catch(() => null)) === null) return;
      await withLock(lock, async () => {
        await rm(path, { force: true });
        await flushFolder(folder);
      });
    },
  };
};
