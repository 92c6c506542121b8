import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SafeError } from '../../../core/errors.js';
import { makeFoldersSync } from './folders.js';
import { blockedAt, existingPart, isRoot, ownerOf, type RunUser, unprivilegedUser } from './run-user.js';

/** The one subfolder of the data folder that belongs to the account the database runs as. */
export const databaseHome = (dataDir: string): string => join(dataDir, 'postgres');

const isEmpty = (folder: string): boolean => {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return true;
  }
};

/**
 * Who runs the database of this data folder: null for ourselves. Under root it is whoever owns the database already,
 * so that a safe begun as an ordinary user goes on under root and the other way round.
 */
export const databaseUser = (dataDir: string): RunUser | null => {
  if (!isRoot()) return null;
  const home = databaseHome(dataDir);
  return (isEmpty(home) ? null : ownerOf(home)) ?? unprivilegedUser();
};

/**
 * Where data lies when no DATA_DIR is given: `<projectRoot>/data`. Under root, if the account the database runs as
 * can't get there (a clone under /root), a folder of /var/lib/pochette named after the clone, and a note to print.
 */
export const defaultDataDir = (projectRoot: string): { dir: string; note?: string } => {
  const near = join(projectRoot, 'data');
  const user = databaseUser(near);
  if (user === null || !barrier(user, near)) return { dir: near };
  const name = createHash('sha256').update(existingPart(projectRoot)).digest('hex').slice(0, 12);
  const dir = join('/var/lib/pochette', name);
  const note =
    `Data is kept in ${dir}: PostgreSQL does not run as root, and the account “${user.name}”, ` +
    `which runs it, may not enter ${barrier(user, near)}.`;
  return { dir, note };
};

/** A folder on the way to the data folder that the user may not enter; the data folder itself we can open ourselves. */
const barrier = (user: RunUser, dataDir: string): string | null => {
  const blocked = blockedAt(user, dataDir);
  return blocked === existingPart(dataDir) && isOwnDataDir(dataDir) ? null : blocked;
};

const isOwnDataDir = (dataDir: string): boolean => statSync(dataDir, { throwIfNoEntry: false })?.uid === 0;

/** Folders we make under root let others pass, not look: 0711. Those that are there already keep their mode. */
const makeFolders = (folder: string): void => {
  const made = makeFoldersSync(folder, isRoot() ? 0o711 : 0o700);
  if (isRoot()) for (const one of made) chmodSync(one, 0o711);
};

/**
 * Makes the data folder and returns its real path.
 * Throws `cannot_start` if the account that runs the database can't reach it.
 */
export const prepareDataDir = (dataDir: string, user: RunUser | null): string => {
  const blocked = user === null ? null : barrier(user, dataDir);
  if (user !== null && blocked !== null) throw unreachable(dataDir, user, blocked);
  makeFolders(dataDir);
  const real = realpathSync(dataDir);
  if (user !== null && blockedAt(user, real) !== null) chmodSync(real, statSync(real).mode | 0o001);
  return real;
};

const unreachable = (dataDir: string, user: RunUser, blocked: string): SafeError =>
  new SafeError('cannot_start', {
    message:
      `The database can't be kept in ${dataDir}: PostgreSQL does not run as root, and the account “${user.name}”, which ` +
      `runs it, may not enter ${blocked}. Start Pochette as an ordinary user, or set DATA_DIR to a folder that “${user.name}” ` +
      `may reach (for example /var/lib/pochette), or allow it with "chmod o+x ${blocked}", or set DATABASE_URL.`,
  });
