import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import t, { type Test } from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { backUp, backupsIn, restore } from '../helpers/backups.js';
import { acceptance, leave, readLeft, refuse, waitingIds } from '../helpers/deposits.js';
import { dataFolder, query, silent, until } from '../helpers/embedded.js';
import {
  commit,
  type Holder,
  keep,
  logIn,
  openHolder,
  prepareVersion,
  type Sent,
} from '../helpers/holder.js';
import { reckon, storedContent, verifiedLog, visiblePapers } from '../helpers/reckoning.js';
import { newDirectory, wholeRelay } from '../helpers/relay.js';
import { spawnServer } from '../helpers/spawned-server.js';
import { createUploader } from '../helpers/uploader.js';

const serve = async (t: Test, dataDir: string, env: Record<string, string> = {}) => {
  const server = spawnServer({ DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env });
  t.teardown(() => server.stop());
  return { url: await server.url, stop: server.stop };
};

/** The same person at another server, who has their card and nothing else. */
const comesTo = async (url: string, holder: Holder): Promise<Holder> => {
  const there = { ...holder, url, token: '' };
  there.token = (await logIn(there)).json.token;
  return there;
};

const readable = async (t: Test, holder: Holder, papers: readonly Sent[]): Promise<void> => {
  for (const sent of papers)
    t.ok((await storedContent(holder, sent))?.equals(sent.content), 'a paper kept before is whole');
};

const ownerUrl = async (t: Test, dataDir: string): Promise<string> => {
  const database = await startEmbeddedPostgres({ dataDir, log: silent });
  t.teardown(database.stop);
  return database.url;
};

const blobsIn = (dataDir: string) => createDiskStore({ folder: join(dataDir, 'blobs') });

t.test(
  'what was kept before a backup is there after its restore, though papers came and went meanwhile',
  async (t) => {
    const dataDir = dataFolder(t);
    const server = await serve(t, dataDir);
    const holder = await openHolder(server.url);
    const papers = [];
    for (const size of [1, 5_000, 300_000, 2_000_000])
      papers.push(await keep(holder, randomBytes(size), { thumbnail: size > 1 }));
    const binned = await keep(holder, randomBytes(1_000));
    await commit(holder, { bin: [binned.doc] });
    const other = await openHolder(server.url);
    let goesOn = true;
    const busy = createUploader(other, async () =>
      goesOn ? prepareVersion(other, randomBytes(50_000), { thumbnail: true }) : null,
    );
    const uploading = busy.run();
    await until(() => busy.kept.length > 2);
    const before = [...busy.kept];

    const shelf = join(dataDir, 'shelf');
    const { code, said } = await backUp({ DATA_DIR: dataDir }, shelf);
    goesOn = false;
    await uploading;
    t.equal(code, 0, said);
    t.strictSame(busy.faults, [], 'nobody was disturbed');
    await server.stop();

    const [backup = ''] = backupsIn(shelf);
    t.equal(statSync(join(backup, 'server.key')).mode & 0o777, 0o600);
    t.equal(statSync(backup).mode & 0o777, 0o700);
    const restored = dataFolder(t);
    const outcome = await restore({ DATA_DIR: restored }, backup);
    t.equal(outcome.code, 0, outcome.said);
    const again = await serve(t, restored);
    const there = await comesTo(again.url, holder);
    const elsewhere = await comesTo(again.url, other);
    await readable(t, there, [...papers, binned]);
    await readable(t, elsewhere, before);
    const seen = await visiblePapers(elsewhere);
    await readable(
      t,
      elsewhere,
      busy.kept.filter(({ doc }) => seen.includes(toHex(doc))),
    );
    t.ok(before.every(({ doc }) => seen.includes(toHex(doc))));
    for (const one of [there, elsewhere]) await verifiedLog(one);
    await keep(there, randomBytes(1_000));
    await reckon(t, await ownerUrl(t, restored), blobsIn(restored));
  },
);

t.test('a paper destroyed while a backup runs is gone for everybody, and whole in the backup', async (t) => {
  const dataDir = dataFolder(t);
  const server = await serve(t, dataDir);
  const holder = await openHolder(server.url);
  const doomed = await keep(holder, randomBytes(100_000));
  const stays = await keep(holder, randomBytes(100_000));
  const url = await ownerUrl(t, dataDir);
  const obstacle = new pg.Client({ connectionString: url });
  await obstacle.connect();
  t.teardown(() => obstacle.end());
  await obstacle.query('begin; lock table unlocker_lists in access exclusive mode');
  const shelf = join(dataDir, 'shelf');
  const running = backUp({ DATA_DIR: dataDir }, shelf);
  const waiting =
    "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%unlocker_lists%'";
  await until(async () => (await query(url, waiting)).length > 0);
  t.equal((await commit(holder, { bin: [doomed.doc] })).status, 200);
  t.equal((await commit(holder, { destroy: [doomed.doc] })).status, 200);
  t.equal(await storedContent(holder, doomed), null, 'nobody reads it any more');
  await sleep(300); // the housekeeping that it woke finds that it has to wait
  await obstacle.query('rollback');
  const { code, said } = await running;
  t.equal(code, 0, said);

  const [backup = ''] = backupsIn(shelf);
  const restored = dataFolder(t);
  t.equal((await restore({ DATA_DIR: restored }, backup)).code, 0);
  const there = await comesTo((await serve(t, restored)).url, holder);
  await readable(t, there, [doomed, stays]);
  await keep(holder, randomBytes(100));
  await reckon(t, url, blobsIn(dataDir));
});

t.test(
  'what a relay left and nobody answered waits in the backup too, and can be kept after its restore',
  async (t) => {
    const directory = newDirectory();
    const dataDir = dataFolder(t);
    const server = await serve(t, dataDir, directory.env);
    const { relay, member } = await wholeRelay(server.url, directory.keys);
    const holder = await openHolder(server.url);
    const data = randomBytes(400_000);
    const left = await leave(member, relay.uid, holder, { data, thumbnail: true });
    const refused = await leave(member, relay.uid, holder);
    t.equal((await refuse(holder, [refused.doc])).status, 204);
    const unwanted = await leave(member, relay.uid, holder);
    const shelf = join(dataDir, 'shelf');
    const { code, said } = await backUp({ DATA_DIR: dataDir }, shelf);
    t.equal(code, 0, said);
    await server.stop();

    const restored = dataFolder(t);
    const outcome = await restore({ DATA_DIR: restored }, backupsIn(shelf)[0] ?? '');
    t.equal(outcome.code, 0, outcome.said);
    const again = await serve(t, restored, directory.env);
    const there = await comesTo(again.url, holder);
    t.strictSame(
      (await waitingIds(there)).toSorted(),
      [left, unwanted].map(({ doc }) => toHex(doc)).toSorted(),
      'what waited waits, what was refused is gone',
    );
    t.equal((await readLeft(there, left.doc)).status, 200);
    t.equal((await readLeft(there, left.doc, 'thumbnail')).status, 200);
    const { sent, wire } = await acceptance(there, left);
    t.equal((await commit(there, { keep: [sent], accept: [wire] })).status, 200);
    await readable(t, there, [sent]);
    t.equal((await refuse(there, [unwanted.doc])).status, 204);
    t.strictSame(await waitingIds(there), []);
    await verifiedLog(there);
    await again.stop();
    await reckon(t, await ownerUrl(t, restored), blobsIn(restored));
  },
);

t.test('a later backup takes no room for papers that an earlier one holds, and outlives it', async (t) => {
  const dataDir = dataFolder(t);
  const server = await serve(t, dataDir);
  const holder = await openHolder(server.url);
  const first = await keep(holder, randomBytes(200_000));
  const shelf = join(dataDir, 'shelf');
  t.equal((await backUp({ DATA_DIR: dataDir }, shelf)).code, 0);
  const second = await keep(holder, randomBytes(200_000));
  t.match((await backUp({ DATA_DIR: dataDir }, shelf)).said, /2 files of papers, 1 MB, 1 of them unchanged/);
  t.match((await backUp({ DATA_DIR: dataDir }, shelf, '--keep', '1')).said, /Removed 2 older backups/);
  const [backup = '', ...more] = backupsIn(shelf);
  t.strictSame(more, []);
  t.strictSame(readdirSync(shelf).length, 1, 'no draft is left');
  await server.stop();
  t.equal((await backUp({ DATA_DIR: dataDir }, shelf)).code, 0, 'also while no server runs');
  const restored = dataFolder(t);
  t.equal((await restore({ DATA_DIR: restored }, backup)).code, 0);
  await readable(t, await comesTo((await serve(t, restored)).url, holder), [first, second]);
});

t.test('a backup whose store has lost a paper says which, and holds the rest', async (t) => {
  const dataDir = dataFolder(t);
  const server = await serve(t, dataDir);
  const holder = await openHolder(server.url);
  await keep(holder, randomBytes(10_000));
  const stays = await keep(holder, randomBytes(10_000));
  const blobs = blobsIn(dataDir);
  const listed = [];
  for await (const { key } of blobs.list()) listed.push(key);
  const isLost = async (key: string): Promise<boolean> =>
    !readFileSync(join(dataDir, 'blobs', 'blobs', key.slice(0, 2), key.slice(2, 4), key)).equals(
      stays.content,
    );
  const lost = (await isLost(listed[0] ?? '')) ? listed[0] : listed[1];
  await blobs.remove([lost ?? '']);
  const shelf = join(dataDir, 'shelf');
  const { code, said } = await backUp({ DATA_DIR: dataDir }, shelf);
  t.equal(code, 1);
  t.match(said, new RegExp(`1 files of papers are missing or damaged.*${lost}`));
  const restored = dataFolder(t);
  const outcome = await restore({ DATA_DIR: restored }, backupsIn(shelf)[0] ?? '');
  t.equal(outcome.code, 1);
  t.match(outcome.said, new RegExp(lost ?? 'none'));
  await readable(t, await comesTo((await serve(t, restored)).url, holder), [stays]);
});

t.test('a backup without the key or without papers says so, and is restored beside them', async (t) => {
  const dataDir = dataFolder(t);
  const server = await serve(t, dataDir);
  const holder = await openHolder(server.url);
  const paper = await keep(holder, randomBytes(10_000));
  const shelf = join(dataDir, 'shelf');
  t.equal((await backUp({ DATA_DIR: dataDir }, shelf, '--without-key')).code, 0);
  const [backup = ''] = backupsIn(shelf);
  t.notOk(existsSync(join(backup, 'server.key')));
  const restored = dataFolder(t);
  t.match((await restore({ DATA_DIR: restored }, backup)).said, /no server key in this backup/);
  const SERVER_KEY = readFileSync(join(dataDir, 'server.key'), 'utf8').trim();
  t.equal((await restore({ DATA_DIR: restored, SERVER_KEY }, backup)).code, 0);
  t.notOk(existsSync(join(restored, 'server.key')), 'a key that is set elsewhere stays there');
  const again = spawnServer({ DATA_DIR: restored, SERVER_KEY });
  t.teardown(() => again.stop());
  await readable(t, await comesTo(await again.url, holder), [paper]);
});
