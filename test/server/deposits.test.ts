import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromBase64Url, toHex } from '../../src/core/bytes.js';
import { claimedDeposit, openDeposit, openDepositKey } from '../../src/core/protocol/deposit.js';
import { signErasure } from '../../src/core/protocol/erasure.js';
import {
  acceptance,
  findSafe,
  leave,
  listWaiting,
  prepareDeposit,
  readLeft,
  refuse,
  sendAsRelay,
  sendUnderGrant,
  setDoor,
  waitingIds,
} from '../helpers/deposits.js';
import { until } from '../helpers/embedded.js';
import { give } from '../helpers/grants.js';
import { call, commit, openHolder } from '../helpers/holder.js';
import { blobsOnDisk, ownerOf, sweep } from '../helpers/inside.js';
import { readLog, words } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const { relay, member } = await wholeRelay(server.address, directory.keys);
const newHolder = () => openHolder(server.address);

const usedBytes = async (holder: { safe: Uint8Array }): Promise<number> => {
  const [row] = await owner.rows('select used_bytes as used from safes where id = $1', [holder.safe]);
  return Number(row.used);
};

t.test(
  'a worker leaves a paper while the safe is shut; its holder finds it apart, and nobody else',
  async (t) => {
    const holder = await newHolder();
    t.equal((await findSafe(member, relay.uid, holder.uid)).json.safe, toHex(holder.safe));
    const data = randomBytes(300_000);
    const left = await leave(member, relay.uid, holder, { data, thumbnail: true });

    const papers = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
    t.strictSame(papers.json.papers, [], 'it is no paper yet');
    const { json } = await listWaiting(holder);
    t.equal(json.open, true);
    t.match(json.deposits, [{ doc: toHex(left.doc), contentBytes: left.content.length }]);
    const statement = fromBase64Url(json.deposits[0].statement);
    const said = openDeposit(statement, member.keys.sign.publicKey, claimedDeposit(statement), member.uid);
    const key = openDepositKey(holder.keys.enc, said, fromBase64Url(json.deposits[0].sealedKey));
    t.strictSame(key, left.key, 'only the holder opens its key');
    t.equal((await readLeft(holder, left.doc)).status, 200);
    t.equal((await readLeft(holder, left.doc, 'thumbnail')).status, 200);

    const nosy = { ...holder, token: member.token };
    refused(t, await listWaiting(nosy), 'not_found', 'who left it, asking for the list');
    refused(t, await readLeft(nosy, left.doc), 'not_found', 'who left it, asking for the bytes');
    t.equal(
      await usedBytes(holder),
      left.content.length + left.metadata.length + (left.thumbnail?.length ?? 0),
    );
    const log = await readLog(holder);
    const entry = log.bodies.find(({ act, out }) => act === 'deposit.add' && out === 'ok');
    t.equal(entry?.by, toHex(member.uid));
    t.strictSame(fromBase64Url(entry?.proof ?? ''), left.statement, 'the history can prove who it was');
  },
);

t.test('the holder keeps it: it becomes a paper of their own, and no byte is sent again', async (t) => {
  const holder = await newHolder();
  const left = await leave(member, relay.uid, holder, { data: randomBytes(5_000), thumbnail: true });
  const before = await blobsOnDisk(server);
  const { sent, wire } = await acceptance(holder, left);
  t.equal((await commit(holder, { keep: [sent], accept: [wire] })).status, 200);
  t.strictSame(await blobsOnDisk(server), before, 'the same blobs');
  t.strictSame(await waitingIds(holder), []);
  const path = `/v1/safes/${toHex(holder.safe)}/documents/${toHex(left.doc)}/versions/1`;
  t.equal((await call(holder, 'GET', `${path}/content`)).status, 200);
  t.equal((await call(holder, 'GET', `${path}/thumbnail`)).status, 200);
  refused(t, await readLeft(holder, left.doc), 'not_found');
  t.equal(
    await usedBytes(holder),
    left.content.length + sent.metadata.length + (left.thumbnail?.length ?? 0),
  );
  await sweep(server);
  t.strictSame(await blobsOnDisk(server), before, 'and they stay');
  const states = await owner.rows(
    'select distinct b.state from blobs b join versions v on v.content_key = b.key or v.thumbnail_key = b.key where v.safe = $1',
    [holder.safe],
  );
  t.strictSame(states, [{ state: 'live' }]);
  t.ok(words(await readLog(holder)).includes('deposit.keep ok'));

  const again = await acceptance(holder, left);
  refused(t, await commit(holder, { keep: [again.sent], accept: [again.wire] }), 'not_found', 'kept twice');
  refused(t, await sendAsRelay(member, relay.uid, holder.safe, left), 'conflict', 'left again under its id');
});

t.test('the holder refuses it: bytes and key are gone at once, and it is not asked again', async (t) => {
  const holder = await newHolder();
  const [one, two, three] = [
    await leave(member, relay.uid, holder, { thumbnail: true }),
    await leave(member, relay.uid, holder),
    await leave(member, relay.uid, holder),
  ];
  const before = await blobsOnDisk(server);
  const stranger = await newHolder();
  refused(t, await refuse(holder, [one.doc], stranger.keys.sign.secretKey), 'damaged', 'by another key');
  refused(t, await refuse(holder, [one.doc], undefined, stranger.safe), 'damaged', 'for another safe');
  refused(
    t,
    await refuse({ ...holder, token: stranger.token }, [one.doc]),
    'not_found',
    'by another account',
  );
  refused(t, await refuse(holder, [one.doc, randomBytes(16)]), 'not_found', 'with one that never was');
  t.equal((await waitingIds(holder)).length, 3, 'nothing happened to them');

  t.equal((await refuse(holder, [one.doc, two.doc])).status, 204);
  t.equal((await refuse(holder, [one.doc, two.doc])).status, 204, 'a lost answer loses nothing');
  t.strictSame(await waitingIds(holder), [toHex(three.doc)]);
  await until(async () => (await blobsOnDisk(server)).length === before.length - 3);
  t.equal(await usedBytes(holder), three.content.length + three.metadata.length);
  refused(t, await sendAsRelay(member, relay.uid, holder.safe, one), 'conflict', 'the same once more');
  const { sent, wire } = await acceptance(holder, one);
  refused(t, await commit(holder, { keep: [sent], accept: [wire] }), 'not_found', 'kept after all');
  const told = words(await readLog(holder)).filter((word) => word.startsWith('deposit.refuse'));
  t.equal(told.filter((word) => word.endsWith(' ok')).length, 2, 'each refusal is told once');
});

t.test('what nobody answers for 60 days is destroyed, and the history says so', async (t) => {
  const holder = await newHolder();
  const old = await leave(member, relay.uid, holder);
  const young = await leave(member, relay.uid, holder);
  const age = `update deposits set created_at = now() - $1::interval where id = $2`;
  await owner.rows(age, ['60 days 1 minute', old.doc]);
  await owner.rows(age, ['59 days 23 hours', young.doc]);
  const before = await blobsOnDisk(server);
  await sweep(server);
  t.strictSame(await waitingIds(holder), [toHex(young.doc)]);
  t.equal((await blobsOnDisk(server)).length, before.length - 1);
  t.equal(await usedBytes(holder), young.content.length + young.metadata.length);
  const entry = (await readLog(holder)).bodies.find(({ act }) => act === 'deposit.expire');
  t.match(entry, { by: null, doc: toHex(old.doc), out: 'ok' });
  const { sent, wire } = await acceptance(holder, old);
  refused(t, await commit(holder, { keep: [sent], accept: [wire] }), 'not_found', 'kept too late');
  await owner.rows(`update deposits set answered_at = now() - interval '32 days' where id = $1`, [old.doc]);
  await sweep(server);
  t.strictSame(await owner.rows('select from deposits where id = $1', [old.doc]), [], 'and forgotten');
});

t.test('sent again before it was answered it replaces itself', async (t) => {
  const holder = await newHolder();
  const first = await leave(member, relay.uid, holder, { data: randomBytes(50_000) });
  const second = await leave(member, relay.uid, holder, { doc: first.doc, data: randomBytes(9_000) });
  t.strictSame(await waitingIds(holder), [toHex(first.doc)]);
  t.equal(await usedBytes(holder), second.content.length + second.metadata.length);
  await sweep(server);
  t.equal((await readLeft(holder, first.doc)).status, 200);
  const { sent, wire } = await acceptance(holder, first);
  refused(
    t,
    await commit(holder, { keep: [sent], accept: [wire] }),
    'root_mismatch',
    'the one that was replaced',
  );
  const now = await acceptance(holder, second);
  t.equal((await commit(holder, { keep: [now.sent], accept: [now.wire] })).status, 200);
});

t.test('a closed safe takes nothing without a consent; with one it does', async (t) => {
  const holder = await newHolder();
  const before = await leave(member, relay.uid, holder);
  t.equal((await setDoor(holder, false)).status, 204);
  refused(t, await findSafe(member, relay.uid, holder.uid), 'deposits_closed');
  const left = await prepareDeposit(member, holder, { relay: relay.uid });
  refused(t, await sendAsRelay(member, relay.uid, holder.safe, left), 'deposits_closed');
  t.equal((await listWaiting(holder)).json.open, false);
  t.strictSame(await waitingIds(holder), [toHex(before.doc)], 'what waited stays');

  const given = await give(holder, relayParty(relay), { perm: ['add'] });
  const agreed = await prepareDeposit(member, holder, { relay: relay.uid, grant: given.id });
  t.equal((await sendUnderGrant(member, given.id, agreed)).status, 201);
  t.equal((await setDoor(holder, true)).status, 204);
  t.equal((await sendAsRelay(member, relay.uid, holder.safe, left)).status, 201);
  const told = words(await readLog(holder));
  for (const word of ['deposit.close ok', 'deposit.add deposits_closed', 'deposit.open ok'])
    t.ok(told.includes(word), word);
});

t.test('with the safe goes everything that waited in it', async (t) => {
  const holder = await newHolder();
  await leave(member, relay.uid, holder, { thumbnail: true });
  const before = await blobsOnDisk(server);
  const order = signErasure(holder.safe, holder.head.seq, Date.now(), holder.keys.sign.secretKey);
  const body = { order: Buffer.from(order).toString('base64url') };
  t.equal((await call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/erasure`, body)).status, 204);
  t.strictSame(await owner.rows('select from deposits where safe = $1', [holder.safe]), []);
  await until(async () => (await blobsOnDisk(server)).length === before.length - 2);
  refused(t, await findSafe(member, relay.uid, holder.uid), 'not_found');
});
