import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import type { ErrorCode } from '../../src/core/errors.js';
import type { Grant } from '../../src/core/protocol/grant.js';
import {
  docs,
  endGrant,
  type Given,
  give,
  look,
  nextEpoch,
  type Party,
  prepareGrant,
  read,
  received,
  reseal,
  resealWire,
  workerParty,
} from '../helpers/grants.js';
import { call, commit, type Holder, keep, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, foundRelay, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { passedOn, passOn, prepareSub } from '../helpers/sub-grants.js';
import { asWorker, openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const DAY = 86_400_000;
const MANAGE: Grant['perm'] = ['manage', 'read'];

/** A person, two of their papers, a relay that may pass on, and a worker of elsewhere. */
const world = async () => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(400), { thumbnail: true });
  const other = await keep(holder, randomBytes(100));
  const elsewhere = await openWorker(server.address);
  return { relay, manager, member, holder, paper, other, elsewhere, to: workerParty(elsewhere) };
};

const passEntries = async (holder: Holder) =>
  (await readLog(holder)).bodies.filter(({ act }) => act === 'grant.pass');

t.test('a relay passes on what it was shown, and the person sees who did and who reads', async (t) => {
  const { relay, member, holder, paper, other, elsewhere, to } = await world();
  const parent = await give(holder, relayParty(relay), { scope: docs(paper, other), perm: MANAGE });
  const child = prepareSub(member, parent, to, { scope: docs(paper) });
  t.equal((await passOn(member, parent, child)).status, 204);
  t.equal((await passOn(member, parent, child)).status, 204, 'a retry answers the same');
  t.strictSame((await received(elsewhere)).ids, [toHex(child.id)]);
  const answer = await read(elsewhere, child, paper);
  t.ok(answer.bytes.equals(paper.content));
  refused(t, await read(elsewhere, child, other), 'not_granted', 'the other paper');
  refused(t, await look(elsewhere, parent), 'not_found', 'the parent');
  const list = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/grants`);
  t.equal(list.json.grants.length, 1);
  t.match(list.json.passedOn, [{ grant: toBase64Url(child.envelope), endedAt: null }]);
  t.strictSame(await passEntries(holder), [
    {
      act: 'grant.pass',
      by: toHex(member.uid),
      lock: toHex(member.loc),
      doc: null,
      ver: null,
      grant: toHex(child.id),
      proof: null,
      out: 'ok',
    },
  ]);
  const got = await received(elsewhere);
  const [{ parent: above }] = got.json.grants;
  t.equal(above.grant, toBase64Url(parent.envelope), 'with the receipt under which it was given');
  t.equal(above.team.length, 2);
  t.match((await received(member)).json.passedOn, [{ grant: toBase64Url(child.envelope) }]);
});

t.test(
  'nothing is passed on that is not within the grant, by its own people, under their hand',
  async (t) => {
    const { relay, manager, member, holder, paper, other, elsewhere, to } = await world();
    const terms = { scope: docs(paper), perm: MANAGE, exp: Date.now() + 7 * DAY };
    const parent = await give(holder, relayParty(relay), terms);
    const plain = await give(holder, relayParty(relay), { scope: docs(paper) });
    const another = await give(holder, relayParty(relay), { ...terms, perm: ['add', 'manage', 'read'] });
    const child = await passedOn(member, another, to);
    const stranger = asWorker(await openHolder(server.address));
    const second = await openWorker(server.address);
    const uncertified = await foundRelay(await openWorker(server.address));
    const sub = (changed: Partial<Grant> = {}, party: Party = to, under = parent) =>
      prepareSub(member, under, party, changed);
    const cases: Record<string, readonly [ErrorCode, () => Given, Worker?, Given?]> = {
      'signed by a colleague': [
        'damaged',
        () => prepareSub(member, parent, to, {}, manager.keys.sign.secretKey),
      ],
      'in a colleague’s name': ['damaged', () => sub({ by: manager.uid })],
      'in the holder’s name': ['damaged', () => sub({ by: stranger.uid })],
      'sent by a colleague': ['damaged', () => sub(), manager],
      'by a stranger': ['not_found', () => prepareSub(stranger, parent, to), stranger],
      'by who it is for': ['not_found', () => prepareSub(elsewhere, parent, to), elsewhere],
      'by the holder': [
        'not_found',
        () => prepareSub(asWorker(holder), parent, to, { by: member.uid }),
        asWorker(holder),
      ],
      'of another paper': ['not_granted', () => sub({ scope: docs(other) })],
      'of one paper more': ['not_granted', () => sub({ scope: docs(paper, other) })],
      'of everything': ['not_granted', () => sub({ scope: { kind: 'safe', ids: [] } })],
      'of a paper that is none': ['not_found', () => sub({ scope: { kind: 'doc', ids: [randomBytes(16)] } })],
      'of the paper’s id as a category': [
        'not_found',
        () => sub({ scope: { kind: 'cat', ids: [paper.doc] } }),
      ],
      'with another permission': ['not_granted', () => sub({ perm: ['add', 'read'] })],
      'to be passed on again': ['not_granted', () => sub({ perm: MANAGE })],
      'for longer': ['not_granted', () => sub({ exp: parent.grant.exp + 1 })],
      'from earlier': ['not_granted', () => sub({ nbf: parent.grant.nbf - 1 })],
      'that is over already': ['grant_expired', () => sub({ exp: Date.now() - 1000 })],
      'under a grant that does not permit it': ['not_granted', () => sub({}, to, plain), member, plain],
      'under a sub-grant': [
        'not_granted',
        () => prepareSub(elsewhere, child, workerParty(second)),
        elsewhere,
        child,
      ],
      'that names another parent': ['damaged', () => sub({}, to, another)],
      'that names no grant': ['damaged', () => sub({ parent: randomBytes(16) })],
      'of another safe': ['damaged', () => sub({ safe: stranger.uid })],
      'of another holder': ['damaged', () => sub({ holder: stranger.uid })],
      'under another head': ['damaged', () => sub({ headSeq: parent.grant.headSeq + 1 })],
      'of another epoch': ['conflict', () => sub({ epoch: 2 })],
      'with other keys': [
        'damaged',
        () => ({ ...sub(), wire: { ...sub().wire, sealed: sub().wire.sealed } }),
      ],
      'with a receipt altered': [
        'damaged',
        () => ({ ...sub(), wire: { ...sub().wire, grant: flipped(sub()) } }),
      ],
      'to oneself': ['not_granted', () => sub({}, workerParty(member))],
      'to one’s own relay': ['not_granted', () => sub({}, relayParty(relay))],
      'to a holder': ['not_found', () => sub({}, workerParty(stranger))],
      'to nobody': ['not_found', () => sub({}, { ...to, id: randomBytes(16) })],
      'to a made-up key': ['damaged', () => sub({}, { ...to, fp: randomBytes(32) })],
      'to a generation that is not there': ['damaged', () => sub({}, { ...to, gen: 2 })],
      'to a relay without certificate': ['not_certified', () => sub({}, relayParty(uncertified))],
      'without a parent': ['damaged', () => prepareGrant(holder, to)],
      'under the id of another grant': ['conflict', () => sub({ id: plain.id })],
    };
    const rows = async () => owner.rows('select id from grants order by id');
    const before = await rows();
    for (const [name, [code, make, who = member, under = parent]] of Object.entries(cases)) {
      refused(t, await passOn(who, under, make()), code, `a sub-grant ${name}`);
    }
    t.strictSame(await rows(), before, 'nothing is stored');
    const tries = (await passEntries(holder)).filter(({ out }) => out !== 'ok');
    t.equal(tries.length, Object.keys(cases).length, 'the person reads of every try');
    refused(t, await passOn(member, { id: randomBytes(16) }, sub()), 'not_found', 'under no grant');
    t.equal((await passOn(member, parent, sub())).status, 204, 'the honest one is taken');
  },
);
const flipped = ({ envelope }: Given): string => {
  const bytes = Buffer.from(envelope);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  return toBase64Url(bytes);
};

t.test('nobody passes on before the first day, after the last, after an end, or once removed', async (t) => {
  const { relay, manager, member, holder, to } = await world();
  const gets = relayParty(relay);
  const later = await give(holder, gets, { perm: MANAGE, nbf: Date.now() + 3_600_000 });
  const old = await give(holder, gets, { perm: MANAGE });
  await owner.rows('update grants set not_before = 0, expires = 1 where id = $1', [old.id]);
  const ended = await give(holder, gets, { perm: MANAGE });
  const replayed = prepareSub(member, ended, to);
  t.equal((await passOn(member, ended, replayed)).status, 204);
  t.equal((await endGrant(holder, ended)).status, 204);
  refused(t, await passOn(member, later, prepareSub(member, later, to)), 'grant_not_started');
  refused(t, await passOn(member, old, prepareSub(member, old, to)), 'grant_expired');
  refused(t, await passOn(member, ended, prepareSub(member, ended, to)), 'grant_ended');
  refused(
    t,
    await passOn(manager, ended, { wire: replayed.wire }),
    'grant_ended',
    'a colleague’s, sent again',
  );
  const open = await give(holder, gets, { perm: MANAGE });
  const before = prepareSub(member, open, to);
  t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
  refused(t, await passOn(member, open, before), 'not_found', 'who was removed');
  refused(t, await passOn(manager, open, before), 'damaged', 'what they left behind');
});

t.test(
  'a new key of the team, of the safe, or of the recipient makes keys that were passed on too old',
  async (t) => {
    const { relay, member, holder, elsewhere, to } = await world();
    const second = await wholeRelay(server.address, directory.keys);
    const parent = await give(holder, relayParty(relay), { perm: MANAGE });
    const stale = prepareSub(member, parent, relayParty(second.relay));
    t.equal(
      (await changeTeam(second.relay, second.manager, { act: 'rotate', about: second.manager })).status,
      200,
    );
    refused(t, await passOn(member, parent, stale), 'conflict', 'to a key of before');
    const inTime = await passedOn(member, parent, relayParty(second.relay));
    const early = prepareSub(member, parent, to);
    const next = nextEpoch(holder);
    const fresh = [
      resealWire(holder, parent, relayParty(relay), 2),
      resealWire(holder, inTime, relayParty(second.relay), 2),
    ];
    t.equal((await commit(holder, { epoch: next, reseal: fresh })).status, 200, 'both are sealed anew');
    refused(t, await passOn(member, parent, early), 'conflict', 'with the keys of before');
    const again = await passedOn(member, parent, to, { epoch: 2 });
    t.equal((await look(elsewhere, again)).status, 200);
    const [renewed] = (await received(second.member)).json.grants;
    t.equal(renewed.renewed.reseal, fresh[1]?.reseal);
    t.equal(
      (await changeTeam(second.relay, second.manager, { act: 'rotate', about: second.manager })).status,
      200,
    );
    const own = resealWire(second.member, inTime, relayParty(second.relay), 2);
    t.equal((await reseal(second.member, inTime, own)).status, 204, 'by those who got it');
    const given = resealWire(member, inTime, relayParty(second.relay), 2);
    refused(t, await reseal(member, inTime, given), 'not_found', 'not by those who gave it');
  },
);
