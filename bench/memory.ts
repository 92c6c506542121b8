import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHolder } from '../test/helpers/holder.js';
import { startChild } from './child.js';
import type { Ground } from './ground.js';
import { keepPaper, preparePaper } from './papers.js';
import { MB, type Row, type Size, type Skipped } from './row.js';
import type { SenderJob, SenderResult } from './sender.js';
import { memoryOf, startServerProcess } from './server-process.js';

const AT_ONCE = 8;
const SETTLE_MS = 2_000;
const GOAL_MB = 80;

/** Forgets the most that a process held so far (proc(5), clear_refs). */
const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** How much a process grows over its idle size while the sender does a job; in MB. */
const growthOf = async (pid: number, job: SenderJob): Promise<number> => {
  const sender = startChild<SenderJob, SenderResult>('sender.js');
  await sleep(SETTLE_MS);
  forgetPeak(pid);
  const idle = memoryOf(pid).now;
  await sender.do(job);
  const { peak } = memoryOf(pid);
  await sender.stop();
  return (peak - idle) / MB;
};

const often = (url: string): string[] => Array.from({ length: AT_ONCE }, () => url);

/** Eight large papers at once, in and out, each way on a server that was just started. */
export const memoryRows = async (ground: Ground, { quick }: Size): Promise<(Row | Skipped)[]> => {
  if (process.platform !== 'linux') return [{ name: 'memory', skipped: 'needs /proc' }];
  const size = (quick ? 50 : 200) * MB;
  const env = { DATABASE_URL: await ground.database(), DATA_DIR: join(ground.folder, 'memory') };
  const first = await startServerProcess(ground, env);
  const holder = await openHolder(first.url);
  const paper = await preparePaper(holder, size, join(ground.folder, 'memory-paper'));
  const [path = ''] = paper.job.urls.map((url) => new URL(url).pathname);
  const up = await growthOf(first.pid, { kind: 'send', ...paper.job, urls: often(first.url + path) });
  await keepPaper(holder, paper);
  await first.stop();
  const second = await startServerProcess(ground, env);
  const { authorization = '' } = paper.job.headers;
  const urls = often(`${second.url}${path}/content`);
  const down = await growthOf(second.pid, { kind: 'receive', urls, headers: { authorization } });
  await second.stop();
  const what = `${AT_ONCE} × ${Math.round(size / MB)} MB at once`;
  const goal = { atMost: GOAL_MB };
  return [
    { name: `memory over idle, ${what}, up`, ours: up, unit: 'MB', goal },
    { name: `memory over idle, ${what}, down`, ours: down, unit: 'MB', goal },
  ];
};
