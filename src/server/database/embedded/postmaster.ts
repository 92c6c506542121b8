import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, fchownSync, openSync, readFileSync } from 'node:fs';
import { readSync, realpathSync, statSync, unlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, notRunnable, spawnOptions } from './cluster.js';
import type { Natives } from './natives.js';
import { commandLine, isAlive } from './processes.js';
import { type Address, serverArguments } from './settings.js';

/** Long enough to cost nothing, short enough not to be felt. */
export const TICK_MS = 5;

/** What PostgreSQL writes to postmaster.pid (source: miscadmin.h, LOCK_FILE_LINE_*). */
export interface PidFile {
  readonly pid: number;
  readonly address: Address;
  /** Only `ready` takes connections. */
  readonly ready: boolean;
}

const addressIn = (port: string, socketFolder: string): Address =>
  socketFolder === ''
    ? { kind: 'tcp', port: Number(port) }
    : { kind: 'socket', folder: socketFolder, port: Number(port) };

/** null if there is none, or none that names a process. */
export const readPidFile = (cluster: Cluster): PidFile | null => {
  try {
    const lines = readFileSync(join(cluster.folder, 'postmaster.pid'), 'utf8').split('\n');
    const [pid = '', , , port = '', socketFolder = '', , , status = ''] = lines.map((line) => line.trim());
    if (!/^-?\d+$/.test(pid)) return null;
    return { pid: Math.abs(Number(pid)), address: addressIn(port, socketFolder), ready: status === 'ready' };
  } catch {
    return null;
  }
};

const samePath = (a: string, b: string): boolean => {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false;
  }
};

/**
 * Is this the server of that folder, and not another process that got its number? A server started by hand without -D
 * counts as ours: taking a live server's files for stale would be worse than asking it for the password.
 */
export const isPostmasterOf = (pid: number, cluster: Cluster): boolean => {
  const words = commandLine(pid);
  if (words === null) return process.platform !== 'linux' && isAlive(pid);
  if (!/^(postgres|postmaster)(\.exe)?$/.test(basename(words[0] ?? ''))) return false;
  const at = words.indexOf('-D');
  if (at < 0) return true;
  // outside Linux the words are cut at every space
  return process.platform === 'linux'
    ? samePath(words[at + 1] ?? '', cluster.folder)
    : words.join(' ').includes(cluster.folder);
};

const pidIn = (file: string): number | null => {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid !== 0 ? Math.abs(pid) : 0;
  } catch {
    return null;
  }
};

/**
 * Removes lock files whose process number now belongs to somebody else, or that a power cut emptied. PostgreSQL removes
 * those of dead processes itself, and holds a second lock (shared memory), so that two servers never share a folder.
 */
export const removeStaleLocks = (cluster: Cluster, address: Address): void => {
  const locks = [join(cluster.folder, 'postmaster.pid')];
  if (address.kind === 'socket') locks.push(join(cluster.home, `.s.PGSQL.${address.port}.lock`));
  for (const lock of locks) {
    const pid = pidIn(lock);
    if (pid === null || (pid !== 0 && isPostmasterOf(pid, cluster))) continue;
    if (pid !== 0 && !isAlive(pid)) continue;
    if (pid === 0 && Date.now() - statSync(lock).mtimeMs < 1_000) continue;
    unlinkSync(lock);
  }
};

/** Whether it takes connections (it may just have ended), and if not, what it said. */
export interface Outcome {
  readonly ready: boolean;
  readonly said: string;
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const readFrom = (file: string, start: number): string => {
  const handle = openSync(file, 'r');
  const bytes = Buffer.alloc(Math.min(Math.max(sizeOf(file) - start, 0), 65_536));
  const count = readSync(handle, bytes, 0, bytes.length, start);
  closeSync(handle);
  return bytes.toString('utf8', 0, count);
};

const settle = async (child: ChildProcess, cluster: Cluster, start: number): Promise<Outcome> => {
  const end: { fault?: Error; reached: boolean } = { reached: false };
  child.once('exit', () => (end.reached = true));
  child.once('error', (fault) => Object.assign(end, { fault, reached: true }));
  while (!end.reached) {
    const seen = readPidFile(cluster);
    if (seen?.pid === child.pid && seen?.ready === true) break;
    await sleep(TICK_MS);
  }
  if (end.fault !== undefined) throw notRunnable(child.spawnfile, end.fault);
  child.unref();
  return { ready: !end.reached, said: end.reached ? readFrom(cluster.logFile, start) : '' };
};

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);

/** Under root the log goes to the database's account, which may one day start the server itself. */
const openLog = ({ logFile, user }: Cluster): number => {
  const log = openSync(logFile, APPEND, 0o600);
  if (user !== null) fchownSync(log, user.uid, user.gid);
  return log;
};

/** Starts the server in a session of its own: neither Ctrl-C nor the end of our process reaches it. */
export const spawnPostmaster = (natives: Natives, cluster: Cluster, address: Address): Promise<Outcome> => {
  const start = sizeOf(cluster.logFile);
  const log = openLog(cluster);
  const child = spawn(natives.postgres, serverArguments(cluster.folder, address), {
    ...spawnOptions(cluster.user, cluster.folder),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  return settle(child, cluster, start);
};

const QUIT_AFTER_MS = 30_000;

const signal = (pid: number, natives: Natives, cluster: Cluster, name: 'SIGINT' | 'SIGQUIT'): void => {
  if (process.platform !== 'win32') process.kill(pid, name);
  else spawn(join(natives.folder, 'bin', 'pg_ctl.exe'), ['stop', '-D', cluster.folder, '-m', 'fast', '-W']);
};

/** A process that has ended may stay listed as a zombie where nobody asks for its end: its lock file tells. */
const isGone = (pid: number, cluster: Cluster): boolean =>
  readPidFile(cluster)?.pid !== pid && !isPostmasterOf(pid, cluster);

/**
 * Fast shutdown: sessions are ended, everything is written, the process leaves. After 30 s without success the
 * immediate one, which loses nothing either: the next start recovers from the write-ahead log.
 */
export const stopPostmaster = async (natives: Natives, cluster: Cluster): Promise<void> => {
  const pid = readPidFile(cluster)?.pid;
  if (pid === undefined || !isPostmasterOf(pid, cluster)) return;
  signal(pid, natives, cluster, 'SIGINT');
  const since = Date.now();
  let quitting = false;
  while (!isGone(pid, cluster)) {
    await sleep(TICK_MS);
    if (quitting || Date.now() - since < QUIT_AFTER_MS) continue;
    signal(pid, natives, cluster, 'SIGQUIT');
    quitting = true;
  }
};
