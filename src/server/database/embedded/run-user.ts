import { readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** The account a process runs as. */
export interface RunUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root; the first of these that exists runs it instead. */
const CANDIDATES = ['pochette', 'postgres', '_postgres', 'nobody'];

export const isRoot = (): boolean => process.getuid?.() === 0;

const parseAccount = (line: string): RunUser | null => {
  const [name = '', , uid = '', gid = ''] = line.split(':');
  if (name === '' || !/^-?\d+$/.test(uid) || !/^-?\d+$/.test(gid)) return null;
  // macOS writes nobody as -2: the same 32 bits
  return { name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
};

const accounts = (): RunUser[] => {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map(parseAccount)
      .filter((user) => user !== null && user.uid !== 0) as RunUser[];
  } catch {
    return [];
  }
};

export const unprivilegedUser = (): RunUser => {
  const known = accounts();
  const found = CANDIDATES.map((name) => known.find((user) => user.name === name)).find((user) => user);
  return found ?? { name: 'nobody', uid: 65534, gid: 65534 };
};

/** The account that owns a folder, or null where there is no such folder or root owns it. */
export const ownerOf = (folder: string): RunUser | null => {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined || stats.uid === 0) return null;
  const name = accounts().find((user) => user.uid === stats.uid)?.name ?? `number ${stats.uid}`;
  return { name, uid: stats.uid, gid: stats.gid };
};

/** Permission bits that apply to the user, as in `rwx` = 7. Group lists and ACLs are left out: at worst we copy needlessly. */
const bitsFor = (user: RunUser, stats: Stats): number => {
  if (stats.uid === user.uid) return (stats.mode >> 6) & 7;
  if (stats.gid === user.gid) return (stats.mode >> 3) & 7;
  return stats.mode & 7;
};

const ancestors = (path: string): string[] => {
  const parent = dirname(path);
  return parent === path ? [path] : [...ancestors(parent), path];
};

/** The real path of the deepest part that exists: links count where they lead. */
export const existingPart = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return existingPart(dirname(path));
  }
};

/** The first folder on the way to `path` (itself included) that the user may not enter, or null. */
export const blockedAt = (user: RunUser, path: string): string | null =>
  ancestors(existingPart(path)).find((folder) => (bitsFor(user, statSync(folder)) & 1) === 0) ?? null;

export const canRead = (user: RunUser, file: string, bits = 4): boolean => {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && (bitsFor(user, stats) & bits) === bits;
};
