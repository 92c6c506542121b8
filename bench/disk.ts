import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openHolder } from '../test/helpers/holder.js';
import { startChild } from './child.js';
import { type Ground, query } from './ground.js';
import { keepPaper, preparePaper } from './papers.js';
import { sideBySide } from './rounds.js';
import { MB, type Row, type Size } from './row.js';
import type { SenderJob, SenderResult } from './sender.js';
import { startServerProcess } from './server-process.js';

/** What both sides of a measurement of the server need: the server, a bare one, and somebody who asks. */
export const openSides = async (ground: Ground, env: Record<string, string> = {}) => {
  const databaseUrl = await ground.database();
  const server = await startServerProcess(ground, {
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(ground.folder, 'server'),
    ...env,
  });
  await query(databaseUrl, 'create table bench_rows (id integer primary key, bytes bytea not null)');
  await query(
    databaseUrl,
    'create table bench_log (id bigserial primary key, row_id integer not null, at timestamptz not null default now())',
  );
  const bare = startChild<object, { port: number }>('bare-server.js', [ground.folder, databaseUrl]);
  const sender = startChild<SenderJob, SenderResult>('sender.js');
  ground.later(bare.stop);
  ground.later(sender.stop);
  const { port } = await bare.do({});
  return { databaseUrl, server, sender, bareUrl: `http://127.0.0.1:${port}`, barePort: port };
};

/**
 * Takes away what was stored so far, as the other side does: a virtual disk is several times slower where it was never
 * written, and what is compared must find the same room.
 */
export const emptyStore = async (dataDir: string): Promise<void> => {
  const folder = join(dataDir, 'blobs', 'blobs');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  await Promise.all(files.map((entry) => rm(join(entry.parentPath, entry.name))));
};

const speed = ({ count, seconds }: SenderResult): number => count / MB / seconds;

/** One large paper into the server and out of it, against bytes that Fastify alone passes to a file and back. */
export const diskRows = async (ground: Ground, { quick }: Size): Promise<Row[]> => {
  const size = (quick ? 40 : 200) * MB;
  const rounds = quick ? 3 : 7;
  const { server, sender, bareUrl } = await openSides(ground);
  const holder = await openHolder(server.url);
  const paper = await preparePaper(holder, size, join(ground.folder, 'paper'));
  const bareJob = {
    ...paper.job,
    headers: { 'content-type': 'application/octet-stream' },
    before: '',
    after: '',
  };
  const up = await sideBySide(
    rounds,
    async () => {
      await emptyStore(join(ground.folder, 'server'));
      return speed(await sender.do({ kind: 'send', ...paper.job }));
    },
    async () => {
      await rm(join(ground.folder, 'bare'), { force: true });
      return speed(await sender.do({ kind: 'send', ...bareJob, urls: [`${bareUrl}/files/bare`] }));
    },
  );
  await keepPaper(holder, paper);
  const content = [`${paper.job.urls[0]}/content`];
  const { authorization = '' } = paper.job.headers;
  const down = await sideBySide(
    rounds,
    async () => speed(await sender.do({ kind: 'receive', urls: content, headers: { authorization } })),
    async () => speed(await sender.do({ kind: 'receive', urls: [`${bareUrl}/files/paper`], headers: {} })),
  );
  const mb = Math.round(size / MB);
  return [
    { name: `upload ${mb} MB: root verified, flushed`, ...up, unit: 'MB/s', goal: { atLeast: 0.5 } },
    { name: `download ${mb} MB`, ...down, unit: 'MB/s', goal: { atLeast: 0.8 } },
  ];
};
