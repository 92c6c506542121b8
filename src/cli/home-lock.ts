import { open, readFile, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { SafeError } from '../core/errors.js';

const POLL_MS = 25;
const PATIENCE_MS = 10_000;
/** Breaking a dead command's lock takes microseconds: a breaker that is older is dead itself. */
const BREAKER_MS = 5000;

const tryToTake = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.write(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const ageOf = async (path: string): Promise<number> => {
  const facts = await stat(path).catch(() => null);
  return facts === null ? 0 : Date.now() - facts.mtimeMs;
};

/** An owner that wrote no number yet is given a moment; a number of no process is a command that was killed. */
const ownerIsDead = async (path: string): Promise<boolean> => {
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return (await ageOf(path)) > BREAKER_MS;
  return !isAlive(pid);
};

/** Only one may break a dead lock, and looks again under that right: else two could each take the other's fresh lock away. */
const breakIfDead = async (path: string): Promise<void> => {
  if (!(await ownerIsDead(path))) return;
  const breaker = `${path}.break`;
  if ((await ageOf(breaker)) > BREAKER_MS) await rm(breaker, { force: true });
  if (!(await tryToTake(breaker))) return;
  try {
    if (await ownerIsDead(path)) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
};

/**
 * Runs `work` while no other command of this person does the same. A command that was killed in the middle does not bar
 * the way. Throws `conflict` after ten seconds.
 */
export const withLock = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
  const until = performance.now() + PATIENCE_MS;
  while (!(await tryToTake(path))) {
    if (performance.now() > until) throw new SafeError('conflict', { details: { reason: 'busy' } });
    await breakIfDead(path);
    await pause(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
};
