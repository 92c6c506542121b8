import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { dataFolder } from '../helpers/embedded.js';
import { commit, openHolder, prepareVersion, send } from '../helpers/holder.js';
import { spawnServer } from '../helpers/spawned-server.js';
import { type Call, cannotTrace, isFlushOf, isWriteOf, readTrace, traced } from '../helpers/trace.js';

const obstacle = cannotTrace();
if (obstacle !== null && process.env['CI'] === 'true') throw new Error(`${obstacle}: it is needed here`);
const optional = obstacle === null ? {} : { skip: obstacle };

const COMMIT = 'Q\\0\\0\\0\\vcommit\\0';

/** The calls between two lines of the record. */
const between = (calls: readonly Call[], from: number, to: number): readonly Call[] =>
  calls.filter(({ begun, ended }) => begun > from && ended < to);

const pathsOf = (call: Call): string[] => [...call.text.matchAll(/"([^"]*)"/g)].map(([, path]) => path ?? '');

/** Before `answer` was written, the database was told to commit and its log was flushed after that. */
const checkCommit = (t: Test, calls: readonly Call[], answer: Call): Call => {
  const told = calls.findLast((call) => isWriteOf(COMMIT)(call) && call.ended < answer.begun);
  if (!told) throw new Error('nothing was committed');
  const flushed = between(calls, told.begun, answer.begun).some(
    ({ name, text, result }) => name === 'fdatasync' && text.includes('/pg_wal/') && result === '0',
  );
  t.ok(flushed, 'the log of the database is flushed between the commit and the answer');
  return told;
};

/** Before `told`, the blob's bytes were flushed, then named, then its name was flushed. */
const checkBlob = (t: Test, calls: readonly Call[], link: Call, told: Call): void => {
  const [draft = '', path = ''] = pathsOf(link);
  const bytes = calls.find(isFlushOf(draft));
  t.ok(bytes && bytes.ended < link.begun, 'the bytes are flushed before they get their name');
  const names = between(calls, link.ended, told.begun);
  t.ok(names.some(isFlushOf(dirname(path))), 'the name is flushed before the row is committed');
};

/** Every folder made on the way keeps its own name over a power cut. */
const checkFolders = (t: Test, calls: readonly Call[], dataDir: string, answer: Call): void => {
  const made = calls.filter((call) => call.name === 'mkdir' && call.result === '0');
  const folders = made.flatMap((call) => pathsOf(call).map((path) => ({ path, call })));
  const ours = folders.filter(({ path }) => path === dataDir || path.startsWith(join(dataDir, 'blobs')));
  t.ok(ours.length > 4, 'the data folder and those of the blobs');
  for (const { path, call } of ours)
    t.ok(between(calls, call.ended, answer.begun).some(isFlushOf(dirname(path))), path.slice(dataDir.length));
};

t.test('nothing is acknowledged before blob, folder and row are on disk', optional, async (t) => {
  const dataDir = dataFolder(t);
  const record = join(dirname(dataDir), 'calls');
  const server = spawnServer({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' }, { under: traced(record) });
  t.teardown(() => server.stop());
  const holder = await openHolder(await server.url);
  const before = readTrace(record).at(-1)?.ended ?? 0;
  const sent = await prepareVersion(holder, randomBytes(300_000), { thumbnail: true });
  t.equal((await send(holder, sent)).status, 201);
  t.equal((await commit(holder, { keep: [sent] })).status, 200);
  // asked to end, it writes what it still holds of the record
  await server.stop();

  const all = readTrace(record);
  const calls = all.filter(({ begun }) => begun > before);
  const stored = calls.find(isWriteOf('HTTP/1.1 201 Created'));
  const kept = calls.find(isWriteOf('HTTP/1.1 200 OK'));
  if (!stored || !kept) throw new Error('the answers are not in the record');
  const links = calls.filter(({ name }) => name.startsWith('link'));
  t.equal(links.length, 2, 'content and thumbnail');
  const told = checkCommit(t, calls, stored);
  for (const link of links) checkBlob(t, calls, link, told);
  checkCommit(t, calls, kept);
  checkFolders(t, all, dataDir, stored);
});
