import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import {
  endGrant,
  type Given,
  give,
  look,
  nextEpoch,
  ofPaper,
  prepareGrant,
  read,
  readWith,
  received,
  reseal,
  resealWire,
  signedReading,
  workerParty,
} from '../helpers/grants.js';
import { call, commit, type Holder, keep, openHolder, type Sent } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);

const world = async () => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(400), { thumbnail: true });
  return { relay, manager, member, holder, paper };
};

t.test(
  'after the team got a new key a member seals the keys anew; nobody else, and never back',
  async (t) => {
    const { relay, holder, member, manager } = await world();
    const given = await give(holder, relayParty(relay));
    const old = relayParty(relay);
    refused(t, await reseal(member, given, resealWire(member, given, old)), 'conflict', 'nothing to do');
    t.equal((await changeTeam(relay, manager, { act: 'rotate', about: manager })).status, 200);
    const now = relayParty(relay);
    const stranger = await openWorker(server.address);
    const right = resealWire(member, given, now);
    refused(t, await reseal(stranger, given, resealWire(stranger, given, now)), 'not_found');
    refused(
      t,
      await reseal(holder, given, resealWire(holder, given, now)),
      'not_found',
      'the holder does it with a head',
    );
    refused(
      t,
      await reseal(member, given, resealWire(manager, given, now)),
      'damaged',
      'signed by a colleague',
    );
    refused(t, await reseal(member, given, resealWire(member, given, old)), 'conflict', 'for the old key');
    refused(t, await reseal(member, given, resealWire(member, given, { ...now, gen: 9 })), 'conflict');
    refused(t, await reseal(member, given, resealWire(member, given, now, 2)), 'conflict', 'for a new epoch');
    refused(
      t,
      await reseal(member, given, { ...right, sealed: resealWire(member, given, now).sealed }),
      'damaged',
    );
    const other = await give(holder, relayParty(relay));
    refused(t, await reseal(member, other, right), 'damaged', 'of another grant');
    for (let again = 0; again < 2; again++) t.equal((await reseal(member, given, right)).status, 204);
    refused(t, await reseal(manager, given, resealWire(manager, given, now)), 'conflict', 'done already');
    const mine = (await received(manager)).json.grants.find((one: any) => one.grant === given.wire.grant);
    t.strictSame(mine.renewed, right);
    t.equal((await endGrant(holder, given)).status, 204);
    refused(t, await reseal(member, given, right), 'grant_ended');
  },
);

t.test(
  'a member who seals nonsense destroys nothing: what the person sealed stays, a colleague mends it, and the person reads of it',
  async (t) => {
    const { relay, holder, member, manager } = await world();
    const given = await give(holder, relayParty(relay));
    const turn = () => changeTeam(relay, manager, { act: 'rotate', about: manager });
    const mine = async () =>
      (await received(manager)).json.grants.find((one: any) => one.grant === given.wire.grant);
    t.equal((await turn()).status, 200);
    const bad = resealWire(member, given, relayParty(relay));
    for (let again = 0; again < 2; again++) t.equal((await reseal(member, given, bad)).status, 204);
    t.match(await mine(), { renewed: bad, former: null, sealed: given.wire.sealed });
    const right = resealWire(manager, given, relayParty(relay));
    const other = resealWire(member, given, relayParty(relay)).reseal;
    for (const [instead, why] of [
      [other, 'in the place of one that is not there'],
      [right.reseal, 'in its own place'],
    ] as const) {
      refused(t, await reseal(manager, given, { ...right, instead }), 'conflict', why);
    }
    refused(
      t,
      await reseal(member, given, {
        ...resealWire(member, given, relayParty(relay)),
        instead: bad.reseal,
      }),
      'conflict',
      'by who sealed it',
    );
    t.equal((await reseal(manager, given, { ...right, instead: bad.reseal })).status, 204);
    t.match(await mine(), { renewed: right, former: null, sealed: given.wire.sealed });
    const ofHolder = resealWire(holder, given, relayParty(relay), 2);
    t.equal((await commit(holder, { epoch: nextEpoch(holder), reseal: [ofHolder] })).status, 200);
    t.match(await mine(), { renewed: ofHolder, former: null });
    for (let again = 0; again < 2; again++) {
      t.equal((await turn()).status, 200);
      const worse = resealWire(member, given, relayParty(relay), 2);
      t.equal((await reseal(member, given, worse)).status, 204);
      t.match(await mine(), { renewed: worse, former: ofHolder }, 'however often');
    }
    const last = resealWire(holder, given, relayParty(relay), 3);
    t.equal((await commit(holder, { epoch: nextEpoch(holder), reseal: [last] })).status, 200);
    t.match(await mine(), { renewed: last, former: null }, 'what the person sealed last is what counts');
    const told = (await readLog(holder)).bodies
      .filter(({ act }) => act === 'grant.reseal')
      .map(({ by, grant, out, proof }) => [by, grant, out, proof]);
    const [m, g] = [toHex(manager.uid), toHex(given.id)];
    t.strictSame(told.slice(0, 5), [
      [toHex(member.uid), g, 'ok', bad.reseal],
      [m, g, 'conflict', null],
      [m, g, 'conflict', null],
      [toHex(member.uid), g, 'conflict', null],
      [m, g, 'ok', right.reseal],
    ]);
    t.equal(told.length, 7);
  },
);

t.test('a grant to an older key of the relay is to be made anew', async (t) => {
  const { relay, holder, manager } = await world();
  const old = relayParty(relay);
  t.equal((await changeTeam(relay, manager, { act: 'rotate', about: manager })).status, 200);
  refused(t, await commit(holder, { give: [prepareGrant(holder, old)] }), 'head_conflict');
  t.equal((await commit(holder, { give: [prepareGrant(holder, relayParty(relay))] })).status, 200);
});

const wrappedKeyOf = async (holder: Holder, paper: Sent) =>
  (await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`)).json.papers.find(
    (one: { doc: string }) => one.doc === toHex(paper.doc),
  );

t.test('a new key of the safe comes with a head, and what it wraps anew never goes back', async (t) => {
  const { relay, holder, paper, member } = await world();
  const other = await keep(holder, randomBytes(100));
  const goes = await give(holder, relayParty(relay));
  const stays = await give(holder, relayParty(relay));
  t.equal((await endGrant(holder, goes)).status, 204);
  const rewrap = (one: Sent) => ({ doc: toHex(one.doc), ver: 1, wrappedKey: toBase64Url(randomBytes(105)) });
  const [first, second] = [rewrap(paper), rewrap(other)];
  refused(
    t,
    await commit(holder, { rewrap: [first] }),
    'head_conflict',
    'nothing is wrapped anew without a new key',
  );
  const unsigned = { ...nextEpoch(holder), wrapped: randomBytes(105) };
  refused(t, await commit(holder, { epoch: unsigned }), 'head_conflict', 'a key that the head does not name');
  const reseals = [resealWire(holder, stays, relayParty(relay), 2)];
  const epoch = nextEpoch(holder);
  t.equal((await commit(holder, { epoch, drop: [goes], rewrap: [first], reseal: reseals })).status, 200);
  t.match(await wrappedKeyOf(holder, paper), { wrappedKey: first.wrappedKey, wrapEpoch: 2 });
  t.match(await wrappedKeyOf(holder, other), { wrapEpoch: 1 }, 'and is gone on with later');
  refused(t, await commit(holder, { rewrap: [rewrap(paper)] }), 'head_conflict', 'wrapped anew twice');
  t.equal((await commit(holder, { rewrap: [second] })).status, 200);
  t.match(await wrappedKeyOf(holder, other), { wrappedKey: second.wrappedKey, wrapEpoch: 2 });
  const { json } = await call(holder, 'GET', '/v1/safes');
  t.strictSame(
    json.safes[0].epochs.map((one: { epoch: number }) => one.epoch),
    [1, 2],
  );
  t.match((await look(member, stays)).json.papers, [{ wrapEpoch: 2 }, { wrapEpoch: 2 }]);
  t.match(
    (await received(member)).json.grants.find((one: any) => one.grant === stays.wire.grant),
    {
      renewed: reseals[0],
    },
  );
  const list = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/grants`);
  t.match(
    list.json.grants.find((one: any) => one.grant === goes.wire.grant),
    { listed: false, endedAt: Number },
  );
});

t.test('a category shows what lies in it, and the safe everything, but never the bin', async (t) => {
  const { holder, paper } = await world();
  const worker = await openWorker(server.address);
  const binned = await keep(holder, randomBytes(50));
  const cat = await give(holder, workerParty(worker), { scope: { kind: 'cat', ids: [holder.category] } });
  const whole = await give(holder, workerParty(worker));
  const seen = async (given: Given) =>
    (await look(worker, given)).json.papers.map((one: { doc: string }) => one.doc).toSorted();
  const both = [paper, binned].map((one) => toHex(one.doc)).toSorted();
  t.strictSame(await seen(cat), both);
  t.strictSame(await seen(whole), both);
  t.equal((await commit(holder, { bin: [binned.doc] })).status, 200);
  for (const given of [cat, whole]) {
    t.strictSame(await seen(given), [toHex(paper.doc)]);
    refused(t, await read(worker, given, binned), 'not_granted', 'a paper in the bin');
    refused(t, await read(worker, given, { ...paper, ver: 2 }), 'not_found', 'a version that is not there');
  }
  const bare = await keep(holder, randomBytes(50));
  refused(t, await read(worker, whole, bare, 'thumbnail'), 'not_found', 'a picture that is not there');
  await owner.rows(`update versions set category = $2 where document = $1`, [paper.doc, randomBytes(16)]);
  refused(t, await read(worker, cat, paper), 'not_granted', 'what lies in another category now');
  t.equal((await read(worker, whole, paper)).status, 200);
});

t.test(
  'a part of a paper is served at chunk boundaries, and a refusal of the part is one of the reading',
  async (t) => {
    const { holder } = await world();
    const worker = await openWorker(server.address);
    const paper = await keep(holder, randomBytes(600_000));
    const given = await give(holder, workerParty(worker));
    const ask = (range: string) =>
      readWith(worker, given, signedReading(worker, given, ofPaper(paper)), { range });
    const part = await ask('bytes=0-95');
    t.equal(part.status, 206);
    t.ok(part.bytes.equals(paper.content.subarray(0, 96)));
    refused(t, await ask('bytes=1-95'), 'range_not_satisfiable');
    await t.resolveMatch(
      owner.rows('select nonce from readings where open and grant_id = $1', [given.id]),
      [],
    );
  },
);
