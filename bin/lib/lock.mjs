import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Sentence, say } from './sentence.mjs';

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const take = (file) => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
};

/** Held by nobody: its process is gone, or it was never written whole. */
const isStale = (file) => {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid > 0) return pid === process.pid || !isAlive(pid);
    return Date.now() - statSync(file).mtimeMs > 2_000;
  } catch {
    return false;
  }
};

const discard = (file) => {
  const aside = `${file}.${process.pid}`;
  try {
    // of several that find it stale one gets it
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch {
    // another one did
  }
};

const prepare = (file) => {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw new Sentence(
      `Something must be installed or built, and this account may not write to ${dirname(dirname(file))} ` +
        `(${error.code}). Run "npm start" once as the owner of that folder.`,
    );
  }
};

/** Runs `work` while no other process runs under the same lock; a lock whose process died is taken over. */
export const withLock = async (file, work) => {
  prepare(file);
  let told = false;
  while (!take(file)) {
    if (isStale(file)) discard(file);
    else if (!told) say('Another start is installing or building here; waiting for it…');
    told = true;
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
};
