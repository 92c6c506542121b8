import { randomBytes } from 'node:crypto';
import t, { type Test } from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import { fingerprint } from '../../src/core/protocol/identity.js';
import {
  acceptance,
  findSafe,
  leave,
  partsOfLeft,
  prepareDeposit,
  sendAsRelay,
  sendUnderGrant,
  waitingIds,
} from '../helpers/deposits.js';
import { docs, endGrant, give, workerParty } from '../helpers/grants.js';
import { commit, keep, logIn, openHolder } from '../helpers/holder.js';
import { ownerOf, stateOf } from '../helpers/inside.js';
import { readLog, words } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, foundRelay, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
const newHolder = () => openHolder(server.address);

/** Nothing that an attack sends may stay. */
const untouched = async (t: Test, attempt: () => Promise<void>): Promise<void> => {
  const look = async () => ({
    state: await stateOf(owner).then((state) => ({ ...(state as object), blobs: null })),
    deposits: await owner.rows('select * from deposits order by safe, id'),
    kept: await owner.rows(`select key from blobs where state in ('staged', 'live') order by key`),
  });
  const before = await look();
  await attempt();
  t.strictSame(await look(), before, 'nothing was stored');
};

t.test('what was not signed by who sends it, for this very place, is not taken', async (t) => {
  const holder = await newHolder();
  const other = await newHolder();
  const outsider = await openWorker(server.address);
  const good = { relay: relay.uid };
  const cases = {
    'another worker’s name under the caller’s key': { changed: { by: manager.uid } },
    'another worker’s signature': { signer: manager.keys.sign.secretKey },
    'a signature by nobody known': { signer: outsider.keys.sign.secretKey },
    'another relay’s name': { relay: random(16) },
    'a consent that was not asked for': { grant: random(16) },
    'another safe': { changed: { safe: other.safe } },
    'another paper': { changed: { doc: random(16) } },
    'another holder': { changed: { to: { id: other.uid, gen: 1, fp: other.keys.sign.publicKey } } },
    'other bytes': { changed: { roots: { content: random(32), metadata: random(32), thumbnail: null } } },
    'another sealed key': { changed: { sealed: random(32) } },
  };
  await untouched(t, async () => {
    for (const [name, how] of Object.entries(cases)) {
      const left = await prepareDeposit(member, holder, { ...good, ...how });
      refused(t, await sendAsRelay(member, relay.uid, holder.safe, left), 'root_mismatch', name);
    }
    const { sign, enc } = other.keys;
    const fp = fingerprint({ uid: holder.uid, sign: sign.publicKey, enc: enc.publicKey });
    for (const to of [
      { id: holder.uid, gen: 1, fp },
      { id: holder.uid, gen: 2, fp },
    ]) {
      const left = await prepareDeposit(member, holder, { ...good, changed: { to } });
      refused(
        t,
        await sendAsRelay(member, relay.uid, holder.safe, left),
        'conflict',
        'keys that are not theirs',
      );
    }
  });
  const told = words(await readLog(holder));
  t.equal(told.filter((word) => word === 'deposit.add root_mismatch').length, Object.keys(cases).length);
});

t.test('parts of two deposits don’t fit together, and none fits another safe', async (t) => {
  const holder = await newHolder();
  const other = await newHolder();
  const [one, two] = [
    await prepareDeposit(member, holder, { relay: relay.uid, thumbnail: true }),
    await prepareDeposit(member, holder, { relay: relay.uid, thumbnail: true }),
  ];
  await untouched(t, async () => {
    for (const name of ['content', 'thumbnail', 'metadata', 'key', 'statement']) {
      const foreign = new Map(partsOfLeft(two)).get(name) ?? new Uint8Array(0);
      const parts = partsOfLeft(one).map(([part, bytes]) =>
        part === name ? ([part, foreign] as [string, Uint8Array]) : ([part, bytes] as [string, Uint8Array]),
      );
      refused(t, await sendAsRelay(member, relay.uid, holder.safe, one, parts), 'root_mismatch', name);
      const without = partsOfLeft(one).filter(([part]) => part !== name);
      const code = name === 'thumbnail' ? 'root_mismatch' : 'invalid_request';
      refused(t, await sendAsRelay(member, relay.uid, holder.safe, one, without), code, `no ${name}`);
    }
    refused(t, await sendAsRelay(member, relay.uid, other.safe, one), 'root_mismatch', 'another safe');
    const short = partsOfLeft(one).map(([part, bytes]): [string, Uint8Array] => [
      part,
      part === 'key' ? bytes.subarray(1) : bytes,
    ]);
    refused(
      t,
      await sendAsRelay(member, relay.uid, holder.safe, one, short),
      'invalid_request',
      'a short key',
    );
    const cut = partsOfLeft(one).map(([part, bytes]): [string, Uint8Array] => [
      part,
      part === 'content' ? bytes.subarray(0, -1) : bytes,
    ]);
    refused(t, await sendAsRelay(member, relay.uid, holder.safe, one, cut), 'root_mismatch', 'cut bytes');
  });
});

t.test('nobody leaves papers in the name of a relay that they don’t belong to, or no longer', async (t) => {
  const holder = await newHolder();
  const outsider = await openWorker(server.address);
  const uncertified = await foundRelay(outsider);
  const left = (as: typeof outsider, name: Uint8Array) => prepareDeposit(as, holder, { relay: name });
  await untouched(t, async () => {
    const foreign = await left(outsider, relay.uid);
    refused(t, await sendAsRelay(outsider, relay.uid, holder.safe, foreign), 'not_member');
    refused(t, await findSafe(outsider, relay.uid, holder.uid), 'not_member');
    const early = await left(outsider, uncertified.uid);
    refused(t, await sendAsRelay(outsider, uncertified.uid, holder.safe, early), 'not_certified');
    refused(t, await findSafe(outsider, uncertified.uid, holder.uid), 'not_certified');
    const nowhere = await left(member, relay.uid);
    refused(t, await sendAsRelay(member, relay.uid, random(16), nowhere), 'not_found', 'no such safe');
    refused(t, await findSafe(member, relay.uid, random(16)), 'not_found');
    const own = await prepareDeposit(holder, holder, { relay: relay.uid });
    refused(t, await sendAsRelay(holder, relay.uid, holder.safe, own), 'not_member', 'the holder themselves');
  });
  const leaver = await openWorker(server.address);
  t.equal((await changeTeam(relay, manager, { act: 'add', about: leaver })).status, 200);
  const last = await leave(leaver, relay.uid, holder);
  t.equal((await changeTeam(relay, manager, { act: 'remove', about: leaver })).status, 200);
  const late = await left(leaver, relay.uid);
  refused(t, await sendAsRelay(leaver, relay.uid, holder.safe, late), 'not_member', 'who was removed');
  refused(t, await sendAsRelay(leaver, relay.uid, holder.safe, last), 'not_member', 'to replace what waits');
  t.strictSame(await waitingIds(holder), [toHex(last.doc)], 'what they left before waits');
  t.ok(words(await readLog(holder)).includes('deposit.add not_member'));
});

t.test('a colleague can’t put another paper in the place of one that waits', async (t) => {
  const holder = await newHolder();
  const first = await leave(member, relay.uid, holder);
  const paper = await keep(holder, randomBytes(100));
  await untouched(t, async () => {
    for (const doc of [first.doc, paper.doc]) {
      const left = await prepareDeposit(manager, holder, { relay: relay.uid, doc });
      refused(t, await sendAsRelay(manager, relay.uid, holder.safe, left), 'conflict');
    }
  });
});

t.test('a consent counts if it permits to add, to whom it was given, while it holds', async (t) => {
  const holder = await newHolder();
  const lone = await openWorker(server.address);
  const paper = await keep(holder, randomBytes(100));
  const party = relayParty(relay);
  const under = async (given: { id: Uint8Array }, who = member, name: Uint8Array | null = relay.uid) =>
    sendUnderGrant(who, given.id, await prepareDeposit(who, holder, { relay: name, grant: given.id }));
  const toRead = await give(holder, party, { perm: ['read'] });
  const onPaper = await give(holder, party, { perm: ['add', 'read'], scope: docs(paper) });
  const onShelf = await give(holder, party, {
    perm: ['add'],
    scope: { kind: 'cat', ids: [holder.category] },
  });
  const later = await give(holder, party, { perm: ['add'], nbf: Date.now() + 60_000 });
  const brief = await give(holder, party, { perm: ['add'], exp: Date.now() + 1500 });
  const toLone = await give(holder, workerParty(lone), { perm: ['add'] });
  t.equal((await under(onShelf)).status, 201);
  t.equal((await under(toLone, lone, null)).status, 201, 'a worker for themselves');
  refused(t, await under(toRead), 'not_granted', 'to read only');
  refused(t, await under(onPaper), 'not_granted', 'for one paper');
  refused(t, await under(later), 'grant_not_started');
  refused(t, await under(toLone), 'not_found', 'somebody else’s');
  refused(t, await under(onShelf, lone, null), 'not_found', 'the relay’s, by an outsider');
  refused(t, await under(toLone, lone, relay.uid), 'root_mismatch', 'in a relay’s name');
  refused(t, await under(onShelf, member, null), 'root_mismatch', 'without the relay’s name');
  refused(t, await under({ id: random(16) }), 'not_found', 'that was never given');
  t.equal((await endGrant(member, onShelf)).status, 204);
  refused(t, await under(onShelf), 'grant_ended');
  await new Promise((done) => setTimeout(done, Math.max(0, brief.grant.exp - Date.now() + 50)));
  refused(t, await under(brief), 'grant_expired');
  const other = await newHolder();
  const elsewhere = await prepareDeposit(lone, other, { grant: toLone.id });
  refused(t, await sendUnderGrant(lone, toLone.id, elsewhere), 'root_mismatch', 'for another safe');
});

t.test('the holder keeps exactly what was left, or nothing', async (t) => {
  const holder = await newHolder();
  const stranger = await newHolder();
  const left = await leave(member, relay.uid, holder, { thumbnail: true });
  const trial = async (changed: Parameters<typeof acceptance>[2], by = holder) => {
    const { sent, wire } = await acceptance(by, left, changed);
    return commit(holder, { keep: [sent], accept: [wire] });
  };
  await untouched(t, async () => {
    refused(t, await trial({ content: random(32) }), 'root_mismatch', 'other bytes');
    refused(t, await trial({ thumbnail: null }), 'root_mismatch', 'without its picture');
    refused(t, await trial({ metadata: random(32) }), 'root_mismatch', 'other metadata than is sent');
    refused(t, await trial({ key: newKey<'document'>() }), 'root_mismatch', 'another key');
    refused(t, await trial({ ver: 2 }), 'invalid_request', 'as another version');
    refused(t, await trial({}, { ...holder, keys: stranger.keys }), 'damaged', 'signed by another');
    const { sent, wire } = await acceptance(holder, left);
    refused(t, await commit(holder, { accept: [wire] }), 'invalid_request', 'without a head that keeps it');
    refused(t, await commit(holder, { keep: [sent] }), 'not_found', 'kept without being taken');
    const twice = { keep: [sent], accept: [wire, wire] };
    refused(t, await commit(holder, twice), 'not_found', 'taken twice');
    const nowhere = await acceptance({ ...holder, category: random(16) }, left);
    refused(t, await commit(holder, { keep: [nowhere.sent], accept: [nowhere.wire] }), 'root_mismatch');
  });
  t.equal((await trial({})).status, 200);
});

t.test('a blocked card leaves nothing', async (t) => {
  const holder = await newHolder();
  const worker = await openWorker(server.address);
  t.equal((await changeTeam(relay, manager, { act: 'add', about: worker })).status, 200);
  await owner.rows('update locks set blocked_at = now() where uid = $1', [worker.uid]);
  const left = await prepareDeposit(worker, holder, { relay: relay.uid });
  refused(t, await sendAsRelay(worker, relay.uid, holder.safe, left), 'lock_blocked');
  refused(t, await findSafe(worker, relay.uid, holder.uid), 'lock_blocked');
  t.not((await logIn(worker as never)).status, 200);
});
