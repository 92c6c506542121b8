import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromHex, toHex } from '../../src/core/bytes.js';
import { documentsHash } from '../../src/core/protocol/head.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { until } from '../helpers/embedded.js';
import { call, commit, type Holder, keep, openHolder, type Sent, versionPath } from '../helpers/holder.js';
import { type Loose, blobsOnDisk, ownerOf, stateOf, sweep } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);

/** What waiting so long would do. */
const daysPass = (sent: Sent, days: number) =>
  owner.rows(`update documents set binned_at = binned_at - $2 * interval '1 day' where id = $1`, [
    sent.doc,
    days,
  ]);
const listOf = async (holder: Holder) =>
  (await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`)).json;
const usedBy = async (holder: Holder) =>
  Number((await owner.rows('select used_bytes from safes where id = $1', [holder.safe]))[0].used_bytes);
const contentOf = (holder: Holder, sent: Sent) =>
  call(holder, 'GET', `${versionPath(holder, sent.doc, 1)}/content`);

/** The list of a page as a client reckons it, with what has expired. */
const reckoned = (page: Loose): string => {
  const papers = page.papers.map((one: Loose) => ({
    doc: fromHex(one.doc, 16),
    ver: one.ver,
    manifest: manifestHash(Uint8Array.from(Buffer.from(one.manifest, 'base64url'))),
    binned: one.binnedAt !== null,
  }));
  const expired = page.expired.map((one: Loose) => ({
    doc: fromHex(one.doc, 16),
    ver: one.ver,
    manifest: fromHex(one.manifest, 32),
    binned: true,
  }));
  return toHex(documentsHash([...papers, ...expired]));
};
const signedList = (page: Loose): string =>
  JSON.parse(Buffer.from(page.head, 'base64url').subarray(64).toString()).docs;

t.test(
  'a paper stays in the bin for 30 days, then its keys and bytes are gone and the list still verifies',
  async (t) => {
    const holder = await openHolder(server.address);
    const stays = await keep(holder, randomBytes(100));
    const goes = await keep(holder, randomBytes(100), { thumbnail: true });
    await keep(holder, randomBytes(100), { doc: goes.doc, ver: 2, prev: manifestHash(goes.manifest) });
    const room = await usedBy(holder);
    const blobs = await blobsOnDisk(server);
    t.equal((await commit(holder, { bin: [goes.doc] })).status, 200);
    await daysPass(goes, 29.9);
    await sweep(server);
    t.match((await listOf(holder)).papers.length, 2, 'on the last day it is still there');
    t.equal((await contentOf(holder, goes)).status, 200);
    await daysPass(goes, 0.2);
    await Promise.all([sweep(server), sweep(server)]);
    const page = await listOf(holder);
    t.strictSame(
      page.papers.map((one: Loose) => one.doc),
      [toHex(stays.doc)],
    );
    t.match(page.expired, [{ doc: toHex(goes.doc), ver: 2 }]);
    t.equal(reckoned(page), signedList(page), 'the signed list is what papers and expired say together');
    refused(t, await contentOf(holder, goes), 'not_found', 'its content');
    const versions = await call(holder, 'GET', versionPath(holder, goes.doc, 1).replace(/\/1$/, ''));
    refused(t, versions, 'not_found', 'its keys');
    t.strictSame(await owner.rows('select version from versions where document = $1', [goes.doc]), []);
    t.equal((await blobsOnDisk(server)).length, blobs.length - 3);
    t.ok((await usedBy(holder)) < room - goes.content.length, 'its room is free again');
    const { bodies } = await readLog(holder);
    const expiries = bodies.filter((body) => body.act === 'paper.expire');
    t.strictSame(expiries, [
      {
        act: 'paper.expire',
        by: null,
        lock: null,
        doc: toHex(goes.doc),
        ver: 2,
        grant: null,
        proof: null,
        out: 'ok',
      },
    ]);

    t.test(
      'a head that still lists it, or restores it, is refused; the next one leaves it out',
      async (t) => {
        const before = await stateOf(owner);
        refused(t, await commit(holder, { restore: [goes.doc] }), 'head_conflict', 'restoring');
        refused(t, await commit(holder, { bin: [stays.doc] }), 'head_conflict', 'listing it still');
        t.strictSame(await stateOf(owner), before);
        holder.documents = holder.documents.filter((one) => toHex(one.doc) !== toHex(goes.doc));
        t.equal((await commit(holder, { bin: [stays.doc] })).status, 200);
        const next = await listOf(holder);
        t.strictSame(next.expired, []);
        t.equal(reckoned(next), signedList(next));
      },
    );
  },
);

t.test('a paper that was restored does not expire', async (t) => {
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(100));
  t.equal((await commit(holder, { bin: [paper.doc] })).status, 200);
  await daysPass(paper, 29);
  t.equal((await commit(holder, { restore: [paper.doc] })).status, 200);
  t.equal((await commit(holder, { bin: [paper.doc] })).status, 200);
  await daysPass(paper, 29);
  await sweep(server);
  t.equal((await contentOf(holder, paper)).status, 200, 'the days are counted anew');
});

t.test('a paper restored at the very moment of its expiry is whole or gone, never half', async (t) => {
  const holder = await openHolder(server.address);
  for (let round = 0; round < 3; round++) {
    const paper = await keep(holder, randomBytes(100), { thumbnail: true });
    t.equal((await commit(holder, { bin: [paper.doc] })).status, 200);
    await daysPass(paper, 31);
    const [answer] = await Promise.all([commit(holder, { restore: [paper.doc] }), sweep(server)]);
    await sweep(server);
    const content = await contentOf(holder, paper);
    t.equal(content.status, answer.status === 200 ? 200 : 404);
    if (answer.status !== 200) {
      holder.documents = holder.documents.filter((one) => toHex(one.doc) !== toHex(paper.doc));
    }
    const page = await listOf(holder);
    t.equal(reckoned(page), signedList(page));
  }
});

t.test('a paper that its holder destroys is gone at once, from the disk too', async (t) => {
  const holder = await openHolder(server.address);
  const before = await blobsOnDisk(server);
  const room = await usedBy(holder);
  const paper = await keep(holder, randomBytes(100), { thumbnail: true });
  const binned = await keep(holder, randomBytes(100));
  t.equal((await commit(holder, { bin: [binned.doc] })).status, 200);
  t.equal((await commit(holder, { destroy: [paper.doc, binned.doc] })).status, 200);
  t.strictSame((await listOf(holder)).papers, []);
  t.equal(await usedBy(holder), room);
  for (const sent of [paper, binned]) refused(t, await contentOf(holder, sent), 'not_found');
  await until(async () => (await blobsOnDisk(server)).length === before.length);
  t.strictSame(await blobsOnDisk(server), before, 'without waiting for a round of housekeeping');
});
