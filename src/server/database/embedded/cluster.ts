import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SafeError } from '../../../core/errors.js';
import { flushFolderSync } from './folders.js';
import type { Log } from '../log.js';
import { databaseHome } from './data-dir.js';
import type { Natives } from './natives.js';
import { isAlive } from './processes.js';
import type { RunUser } from './run-user.js';
import { initArguments } from './settings.js';

/** The database on disk: `<dataDir>/postgres` with the password and PostgreSQL's own folder in it. */
export interface Cluster {
  readonly home: string;
  /** PostgreSQL's data folder. */
  readonly folder: string;
  readonly password: string;
  /** What the server says, outside its own reach: a folder that is not ours is never written to under root. */
  readonly logFile: string;
  readonly user: RunUser | null;
}

/** Just what PostgreSQL needs: libpq variables of the person who starts us must not reach it. */
const plainEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32'
    ? { SystemRoot: process.env['SystemRoot'], TEMP: process.env['TEMP'] }
    : {}),
});

/** How to spawn PostgreSQL's programs for this database: as its account, in its folder. */
export const spawnOptions = (user: RunUser | null, cwd: string) => ({
  cwd,
  env: plainEnvironment(),
  windowsHide: true,
  ...(user === null ? {} : { uid: user.uid, gid: user.gid }),
});

const giveTo = (user: RunUser | null, path: string): void => {
  if (user !== null) chownSync(path, user.uid, user.gid);
};

const writePassword = (file: string, user: RunUser | null): void => {
  writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true });
  giveTo(user, file);
};

const DRAFT = /^postgres\.draft-(\d+)-/;

/** What a start that was killed in the middle of initdb left behind. */
const removeDrafts = async (dataDir: string): Promise<void> => {
  for (const name of readdirSync(dataDir)) {
    const pid = Number(DRAFT.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    // an initdb that outlived its parent may still be writing there: then the next start removes it
    await rm(join(dataDir, name), { recursive: true, force: true }).catch(() => {});
  }
};

const runInitdb = (natives: Natives, draft: string, user: RunUser | null): Promise<void> =>
  new Promise((resolve, reject) => {
    const args = initArguments(join(draft, 'cluster'), join(draft, 'password'));
    const child = spawn(natives.initdb, args, {
      ...spawnOptions(user, draft),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', (error) => reject(notRunnable(natives.initdb, error)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(cannotStart(`The database could not be made: ${said.trim() || `initdb ended with ${code}`}`));
    });
  });

const cannotStart = (message: string, cause?: unknown): SafeError =>
  new SafeError('cannot_start', { message, cause });

/** The file is there, so the system lacks what the program needs: most often the GNU C library (Alpine has another). */
export const notRunnable = (program: string, cause: Error): SafeError =>
  cannotStart(
    `The built-in database does not run on this system (${program}: ${cause.message}). ` +
      'Set DATABASE_URL to a PostgreSQL 15 or later.',
    cause,
  );

/** All or nothing: the folder takes its name only when initdb has finished and flushed it. */
const create = async (dataDir: string, natives: Natives, user: RunUser | null): Promise<void> => {
  const home = databaseHome(dataDir);
  const draft = join(dataDir, `postgres.draft-${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(draft, { mode: 0o700 });
  try {
    giveTo(user, draft);
    writePassword(join(draft, 'password'), user);
    await runInitdb(natives, draft, user);
    flushFolderSync(draft);
    renameSync(draft, home);
    flushFolderSync(dirname(home));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // another starter may have been quicker: then its database is the one
    if (!existsSync(join(home, 'cluster', 'PG_VERSION'))) throw error;
  }
};

const readFileOf = (cluster: string, name: string): string => {
  try {
    return readFileSync(join(cluster, name), 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw cannotStart(
      `The database in ${cluster} belongs to another account of this machine. Start Pochette as that account or as root.`,
      error,
    );
  }
};

const assertSameMajor = (folder: string, natives: Natives): void => {
  const major = readFileOf(folder, 'PG_VERSION');
  if (natives.version.split('.')[0] === major) return;
  throw cannotStart(
    `The database in ${folder} was made by PostgreSQL ${major}, and this Pochette brings ` +
      `${natives.version}. Make an export with the version that made it, then import it here.`,
  );
};

/** Opens the database folder, making it first where there is none. Throws `cannot_start` with a sentence that says why not. */
export const openCluster = async (
  dataDir: string,
  natives: Natives,
  user: RunUser | null,
  log: Log,
): Promise<Cluster> => {
  await removeDrafts(dataDir);
  const home = databaseHome(dataDir);
  const folder = join(home, 'cluster');
  if (!existsSync(home) || readdirOf(home).length === 0) {
    log('Making the database (once, about a second)');
    await create(dataDir, natives, user);
  }
  assertSameMajor(folder, natives);
  const logFile = join(dataDir, `${basename(home)}.log`);
  return { home, folder, password: readFileOf(home, 'password'), logFile, user };
};

const readdirOf = (home: string): string[] => {
  try {
    return readdirSync(home);
  } catch {
    return ['not ours to read: told when the files in it are read'];
  }
};
