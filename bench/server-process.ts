import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended } from './child.js';
import type { Ground } from './ground.js';

export const ROOT = resolve(fileURLToPath(new URL('../../', import.meta.url)));
const SERVE = `await (await import(${JSON.stringify(join(ROOT, 'build/run/server/main.js'))})).main()`;

/** Limits that a measurement would run into, and nothing that changes how the server works. */
const ROOMY = {
  QUOTA_MB: '100000',
  RATE_LIMIT_OPEN: '1000000',
  RATE_LIMIT_LOGIN: '1000000',
  RATE_LIMIT_ACCOUNT: '1000000000',
  RATE_LIMIT_TRANSFERS: '1000000',
};

export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Resolves with the address that a started server prints; rejects with what it said if it ends before. */
export const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((done, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /is open at (http:\S+)/.exec(said)?.[1];
      if (address !== undefined) done(address);
    });
    child.once('exit', () => reject(new Error(`the server ended: ${said}`)));
  });

/** The server as `npm start` runs it, in a process of its own; its log goes nowhere. */
export const startServerProcess = async (
  ground: Ground,
  env: Record<string, string>,
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SERVE], {
    cwd: ROOT,
    env: { ...process.env, ...ROOMY, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended(child);
  };
  ground.later(stop);
  const url = await addressOf(child);
  return { url, port: Number(new URL(url).port), pid: child.pid ?? 0, stop };
};

/** Memory of a process in bytes: what it holds now, and the most it ever held. */
export const memoryOf = (pid: number): { now: number; peak: number } => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
};
