import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ended } from './child.js';
import type { Ground } from './ground.js';
import { secondsOf } from './rounds.js';
import { median, type Row, type Size } from './row.js';
import { addressOf, ROOT } from './server-process.js';

/** Seconds from `npm start` to the line that tells the address; the server is stopped again. */
const startOnce = async (dataDir: string): Promise<number> => {
  const { DATABASE_URL: _, S3_ENDPOINT: __, ...rest } = process.env;
  const env = { ...rest, DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0' };
  // A group of its own: npm does not pass every signal on.
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const seconds = await secondsOf(() => addressOf(child));
  process.kill(-(child.pid ?? 0), 'SIGTERM');
  await ended(child);
  return seconds;
};

/** `npm start` as somebody types it, installed and built: on an empty folder, and again on the same one. */
export const startRows = async (ground: Ground, { quick }: Size): Promise<Row[]> => {
  const first: number[] = [];
  const later: number[] = [];
  await startOnce(join(ground.folder, 'warm')); // builds what is out of date
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const folder = join(ground.folder, `start-${round}`);
    first.push(await startOnce(folder));
    later.push(await startOnce(folder));
    later.push(await startOnce(folder));
  }
  return [
    { name: '`npm start`, the first', ours: median(first), unit: 's', goal: { atMost: 3 } },
    { name: '`npm start`, later', ours: median(later), unit: 's', goal: { atMost: 1 } },
  ];
};
