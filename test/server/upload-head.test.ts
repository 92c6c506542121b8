import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { headHash } from '../../src/core/protocol/head.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { until } from '../helpers/embedded.js';
import {
  call,
  commit,
  commitBody,
  type Holder,
  keep,
  openHolder,
  partsOf,
  prepareVersion,
  type Sent,
  sendParts,
  versionPath,
} from '../helpers/holder.js';
import { blobsOnDisk, type Loose, ONLY_UPLOADS, ownerOf, sweep } from '../helpers/inside.js';
import { readLog, words } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const watcher = await ownerOf(t, server);

const sendWith = (holder: Holder, sent: Sent, head: Uint8Array) =>
  sendParts(holder, versionPath(holder, sent.doc, sent.ver), [...partsOf(sent), ['head', head]]);

/** Sends a version with the head that keeps it; the holder's state moves on only if the server kept it. */
const sendAndKeep = async (holder: Holder, sent: Sent) => {
  const { head, documents } = commitBody(holder, { keep: [sent] });
  const answer = await sendWith(holder, sent, head);
  if (answer.json.head !== null) {
    Object.assign(holder, { head: { seq: holder.head.seq + 1, hash: headHash(head) }, documents });
  }
  return answer;
};

const papersOf = async (holder: Holder): Promise<Loose[]> =>
  (await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`)).json.papers;
const endOfLog = async (holder: Holder, count: number) =>
  words(await readLog(holder))
    .filter((word) => /^(paper\.(send|keep)|safe\.head) /.test(word))
    .slice(-count);

t.test('a paper that comes with its head is kept at once, in one step that the log tells of', async (t) => {
  const holder = await openHolder(server.address);
  const first = await prepareVersion(holder, randomBytes(3000), { thumbnail: true });
  const answer = await sendAndKeep(holder, first);
  t.equal(answer.status, 201);
  t.equal(answer.json.head, 2);
  t.equal(answer.json.manifest, toHex(manifestHash(first.manifest)));
  t.match(await papersOf(holder), [{ doc: toHex(first.doc), ver: 1, binnedAt: null }]);
  t.equal((await call(holder, 'GET', `${versionPath(holder, first.doc, 1)}/thumbnail`)).status, 200);
  t.strictSame(await endOfLog(holder, 3), ['paper.send ok', 'paper.keep ok', 'safe.head ok']);
  refused(t, await sendWith(holder, first, commitBody(holder, {}).head), 'version_exists', 'once more');

  t.equal((await commit(holder, { bin: [first.doc] })).status, 200);
  const next = { doc: first.doc, ver: 2, prev: manifestHash(first.manifest) };
  const second = await prepareVersion(holder, randomBytes(3000), next);
  t.equal((await sendAndKeep(holder, second)).json.head, 4);
  t.match(await papersOf(holder), [{ ver: 2, binnedAt: null }], 'a new version takes it out of the bin');
});

t.test('a head that was overtaken costs no byte twice: only it is signed again', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(3000));
  const stale = commitBody(holder, { keep: [sent] }).head;
  await keep(holder, randomBytes(100));
  const answer = await sendWith(holder, sent, stale);
  t.equal(answer.status, 201);
  t.equal(answer.json.head, null);
  t.equal((await papersOf(holder)).length, 1);
  t.strictSame(await endOfLog(holder, 2), ['paper.send ok', 'safe.head head_conflict']);
  t.equal((await commit(holder, { keep: [sent] })).status, 200);
  t.equal((await papersOf(holder)).length, 2);
});

t.test('as many zeros as a head has are none, and nobody is accused of one', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(100));
  const answer = await sendWith(holder, sent, new Uint8Array(400));
  t.equal(answer.status, 201);
  t.equal(answer.json.head, null);
  t.strictSame(await endOfLog(holder, 1), ['paper.send ok']);
  t.equal((await commit(holder, { keep: [sent] })).status, 200);
});

t.test('a head of something else keeps nothing', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(100));
  const other = await prepareVersion(holder, randomBytes(100), { doc: sent.doc });
  const foreign = await prepareVersion(holder, randomBytes(100));
  const more = await keep(holder, randomBytes(100));
  for (const [what, changes] of Object.entries({
    'another version under the same number': { keep: [other] },
    'another paper': { keep: [foreign] },
    'two papers, of which one was sent': { keep: [sent, foreign] },
    'the version, and another paper in the bin': { keep: [sent], bin: [more.doc] },
    'no change': {},
  })) {
    const answer = await sendWith(holder, sent, commitBody(holder, changes).head);
    t.equal(answer.status, 201, what);
    t.equal(answer.json.head, null, what);
  }
  t.equal((await papersOf(holder)).length, 1);
  t.equal((await commit(holder, { keep: [sent] })).status, 200);
});

t.test('a head that its holder did not sign is refused with all that it came with', async (t) => {
  const holder = await openHolder(server.address);
  const stranger = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(100));
  const before = await blobsOnDisk(server);
  const { head } = commitBody(holder, { keep: [sent] });
  const forged = commitBody({ ...holder, keys: stranger.keys }, { keep: [sent] }).head;
  const elsewhere = commitBody({ ...holder, safe: stranger.safe }, { keep: [sent] }).head;
  for (const wrong of [forged, elsewhere, head.subarray(0, -1), randomBytes(400)]) {
    refused(t, await sendWith(holder, sent, wrong), 'damaged');
  }
  const parts: [string, Uint8Array][] = [...partsOf(sent), ['head', head], ['head', head]];
  refused(
    t,
    await sendParts(holder, versionPath(holder, sent.doc, 1), parts),
    'invalid_request',
    'two heads',
  );
  await sweep(server, ONLY_UPLOADS);
  t.strictSame(await blobsOnDisk(server), before);
  t.strictSame(await owner.rows('select from versions where safe = $1', [holder.safe]), []);
  t.equal((await sendAndKeep(holder, sent)).json.head, 2);
});

t.test('of five papers whose heads come at once one is kept, and none is lost', async (t) => {
  const holder = await openHolder(server.address);
  const papers = await Promise.all(
    Array.from({ length: 5 }, () => prepareVersion(holder, randomBytes(5000), { thumbnail: true })),
  );
  const heads = papers.map((sent) => commitBody(holder, { keep: [sent] }));
  const answers = await Promise.all(
    papers.map((sent, i) => sendWith(holder, sent, heads[i]?.head ?? sent.key)),
  );
  t.strictSame(
    answers.map(({ status }) => status),
    [201, 201, 201, 201, 201],
  );
  const first = answers.findIndex(({ json }) => json.head !== null);
  t.strictSame(
    answers.map(({ json }) => json.head).filter((seq) => seq !== null),
    [2],
  );
  const { head = randomBytes(1), documents = [] } = heads[first] ?? {};
  Object.assign(holder, { head: { seq: 2, hash: headHash(head) }, documents });
  t.equal((await commit(holder, { keep: papers.filter((_, i) => i !== first) })).status, 200);
  t.equal((await papersOf(holder)).length, 5);
  const [safe] = await owner.rows('select used_bytes from safes where id = $1', [holder.safe]);
  const [sum] = await owner.rows(
    'select sum(content_bytes + thumbnail_bytes + octet_length(metadata)) as bytes from versions where safe = $1',
    [holder.safe],
  );
  t.equal(Number(safe.used_bytes), Number(sum.bytes));
});

t.test('a paper whose days in the bin were over is left out by the head that comes along', async (t) => {
  const holder = await openHolder(server.address);
  const gone = await keep(holder, randomBytes(100));
  t.equal((await commit(holder, { bin: [gone.doc] })).status, 200);
  await owner.rows('update documents set purged_at = now() where id = $1', [gone.doc]);
  const sent = await prepareVersion(holder, randomBytes(100));
  const stale = await sendWith(holder, sent, commitBody(holder, { keep: [sent] }).head);
  t.equal(stale.json.head, null, 'a head that still lists it');
  holder.documents = [];
  t.equal((await sendAndKeep(holder, sent)).json.head, 4);
  t.strictSame(await owner.rows('select from documents where id = $1', [gone.doc]), []);
});

t.test('what the safe has no room for is refused, whatever head it comes with', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(3000));
  await owner.rows('update safes set used_bytes = 50000000 where id = $1', [holder.safe]);
  refused(t, await sendWith(holder, sent, commitBody(holder, { keep: [sent] }).head), 'quota_exceeded');
  t.strictSame(await papersOf(holder), []);
  t.strictSame(await endOfLog(holder, 1), ['paper.send quota_exceeded']);
});

t.test('what changes between the look at a head and its storing keeps it from being stored', async (t) => {
  for (const [what, change] of Object.entries({
    'another head': 'update heads set hash = sha256(hash) where safe = $1',
    'the end of the days in the bin':
      'update documents set purged_at = now() where safe = $1 and binned_at is not null',
  })) {
    const holder = await openHolder(server.address);
    const binned = await keep(holder, randomBytes(100));
    t.equal((await commit(holder, { bin: [binned.doc] })).status, 200);
    const sent = await prepareVersion(holder, randomBytes(100));
    await owner.rows('begin');
    await owner.rows('select from safes where id = $1 for update', [holder.safe]);
    const answer = sendWith(holder, sent, commitBody(holder, { keep: [sent] }).head);
    await until(async () => {
      const [seen] = await watcher.rows(
        `select count(*) as waiting from pg_stat_activity
           where datname = current_database() and wait_event_type = 'Lock' and query ~ 'reserve_blob|send_and_keep'`,
      );
      return Number(seen.waiting) > 0;
    });
    // the head is looked at in the meantime; were it later, it would be refused all the same
    await sleep(300);
    await owner.rows(change, [holder.safe]);
    await owner.rows('commit');
    t.equal((await answer).status, 201, what);
    t.equal((await answer).json.head, null, what);
  }
});
