import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is not ours
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * The command line of a process, its words apart where the system tells them apart; null if there is no such process
 * (a zombie has none either) or the system doesn't tell.
 */
export const commandLine = (pid: number): readonly string[] | null => {
  try {
    if (process.platform === 'linux') {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return words[0] === '' ? null : words;
    }
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(' ');
  } catch {
    return null;
  }
};
