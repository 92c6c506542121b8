import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import t from 'tap';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { fingerprint, openIdentityChain } from '../../src/core/protocol/identity.js';
import { invitationLocator, newInvitation } from '../../src/core/protocol/invitation.js';
import { openTeam, unsealTeamKey, unwrapPreviousTeamKey } from '../../src/core/protocol/team.js';
import { give, look, read, received } from '../helpers/grants.js';
import { call, keep, logIn, openHolder } from '../helpers/holder.js';
import { type Loose, ownerOf, stateOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import {
  answerInvitation,
  certificateOf,
  certify,
  changeTeam,
  foundRelay,
  inviteTo,
  join,
  newDirectory,
  postStep,
  prepareRelay,
  prepareStep,
  putCertificate,
  type Relay,
  relayKeys,
  relayParty,
  relayPath,
  type TeamStep,
  wholeRelay,
} from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const newWorker = (): Promise<Worker> => openWorker(server.address);
const open = (opening: object) => call({ url: server.address }, 'POST', '/v1/accounts', opening);

const link = ({ statement, approval }: { statement: string; approval: string | null }) => ({
  statement: fromBase64Url(statement),
  approval: approval === null ? null : fromBase64Url(approval),
});

/** What the server says of a relay, verified as a client would. */
const shown = async (who: Worker, relay: Relay) => {
  const { status, json } = await call(who, 'GET', relayPath(relay));
  t.equal(status, 200);
  const identity = json.identity.map(link);
  const first = openIdentityChain(relay.uid, identity.slice(0, 1));
  const team = openTeam(
    first,
    json.team.map((one: Loose) => ({
      entry: fromBase64Url(one.entry),
      approval: one.approval === null ? null : fromBase64Url(one.approval),
    })),
  );
  return { newest: openIdentityChain(relay.uid, identity), team, certificate: json.certificate };
};

t.test('a worker opens an account of their own, with a card and without a safe', async (t) => {
  const worker = await newWorker();
  t.strictSame((await open(worker.opening)).json, { uid: toHex(worker.uid), safe: null }, 'asked again');
  t.strictSame((await call(worker, 'GET', '/v1/safes')).json, { safes: [] });
  t.equal((await call(worker, 'GET', '/v1/account')).json.uid, toHex(worker.uid));
  t.equal((await logIn(worker)).status, 200);
  const holder = await openHolder(server.address);
  const elsewhere = await testServer(t);
  const [unseen, other] = [await openHolder(elsewhere.address), await openWorker(elsewhere.address)];
  refused(t, await open({ ...unseen.opening, safe: null }), 'damaged', 'a holder without a safe');
  const { safe } = unseen.opening as Loose;
  refused(t, await open({ ...other.opening, safe }), 'damaged', 'a worker with a safe');
  const fp = fingerprint({
    uid: holder.uid,
    sign: holder.keys.sign.publicKey,
    enc: holder.keys.enc.publicKey,
  });
  const founding = prepareRelay({ ...worker, uid: holder.uid, keys: holder.keys, fp });
  refused(t, await call(holder, 'POST', '/v1/relays', founding.body), 'damaged', 'a relay of a holder');
});

t.test('a worker founds a relay, and the association’s certificate makes it one', async (t) => {
  const founder = await newWorker();
  const relay = await foundRelay(founder);
  const { team, certificate } = await shown(founder, relay);
  t.strictSame([...team.members.keys()], [toHex(founder.uid)]);
  t.equal(certificate, null);
  const other = await foundRelay(await newWorker());
  const forger = newDirectory();
  const bad: Record<string, string> = {
    'by another key': certificateOf(relay, forger.keys),
    'of another relay': certificateOf(other, directory.keys),
    'that is none': toBase64Url(randomBytes(200)),
  };
  for (const [name, text] of Object.entries(bad)) {
    refused(t, await putCertificate(founder, relay, text), 'damaged', `a certificate ${name}`);
  }
  const right = certificateOf(relay, directory.keys);
  refused(t, await putCertificate(await newWorker(), relay, right), 'not_manager');
  t.equal((await putCertificate(founder, relay, right)).status, 204);
  t.equal((await shown(founder, relay)).certificate, right);
});

t.test('the association’s key may be put into the data folder while the server runs', async (t) => {
  const late = await testServer(t);
  const founder = await openWorker(late.address);
  const relay = await foundRelay(founder);
  const { keys } = newDirectory();
  refused(t, await putCertificate(founder, relay, certificateOf(relay, keys)), 'not_certified');
  const file = joinPath(late.config.dataDir, 'directory.pub');
  writeFileSync(file, 'no key\n');
  refused(t, await putCertificate(founder, relay, certificateOf(relay, keys)), 'not_certified');
  writeFileSync(file, `${toBase64Url(keys.publicKey)}\n`);
  await certify(founder, relay, keys);
});

t.test('a relay that its founder did not found is refused, and one founded twice is one', async (t) => {
  const [founder, other] = [await newWorker(), await newWorker()];
  const post = (body: object) => call(founder, 'POST', '/v1/relays', body);
  refused(t, await post(prepareRelay(other).body), 'damaged', 'somebody else as its manager');
  const one = prepareRelay(founder);
  const two = prepareRelay(founder);
  refused(t, await post({ ...one.body, team: two.body.team }), 'damaged', 'the team of another relay');
  const ghost = prepareRelay({ ...founder, keys: { ...founder.keys, sign: other.keys.sign } });
  refused(t, await post(ghost.body), 'damaged', 'made-up keys of its manager');
  for (let again = 0; again < 2; again++) {
    const { status, json } = await post(one.body);
    t.strictSame([status, json], [201, { relay: toHex(one.uid) }]);
  }
  const clash = prepareRelay(founder, { relay: one.uid });
  refused(t, await post({ ...one.body, team: clash.body.team }), 'damaged');
});

t.test('a new worker joins with a one-time code', async (t) => {
  const [manager, worker, late, stranger] = await Promise.all([
    newWorker(),
    newWorker(),
    newWorker(),
    newWorker(),
  ]);
  const relay = await foundRelay(manager);
  const secret = newInvitation();
  const path = `/v1/invitations/${toHex(invitationLocator(secret))}`;
  refused(t, await call(worker, 'GET', path), 'not_found');
  refused(t, await inviteTo(relay, stranger, secret), 'not_manager');
  t.equal((await inviteTo(relay, manager, secret)).status, 201);
  t.equal((await inviteTo(relay, manager, secret)).status, 201, 'left again');
  refused(t, await inviteTo(await foundRelay(late), late, secret), 'conflict', 'by another relay');
  const { json } = await call(worker, 'GET', path);
  t.match(json, { role: 'member', relay: { id: toHex(relay.uid) }, welcome: String });
  const list = () => call(manager, 'GET', relayPath(relay, '/invitations'));
  t.match((await list()).json.invitations, [{ answer: null }]);
  t.equal((await answerInvitation(worker, secret, 'Sacha Éloi')).status, 204);
  t.equal((await answerInvitation(worker, secret, 'Sacha Éloi')).status, 204, 'asked again');
  refused(t, await answerInvitation(late, secret), 'conflict', 'the second who answers');
  const holder = await openHolder(server.address);
  refused(t, await answerInvitation({ ...late, ...holder }, secret), 'not_found', 'no worker');
  const [answered] = (await list()).json.invitations;
  t.match(answered.answer, { uid: toHex(worker.uid), name: 'Sacha Éloi' });
  t.equal(toHex(openIdentityChain(worker.uid, answered.answer.identity.map(link)).uid), toHex(worker.uid));
  refused(t, await call(worker, 'GET', relayPath(relay, '/invitations')), 'not_manager');
  const add: TeamStep = { act: 'add', about: worker, invitation: invitationLocator(secret) };
  refused(
    t,
    await changeTeam(relay, manager, { ...add, about: late }),
    'invitation_used',
    'an answer by somebody else',
  );
  t.equal((await changeTeam(relay, manager, add)).status, 200);
  t.strictSame((await list()).json.invitations, [], 'used up');
  refused(t, await call(late, 'GET', path), 'invitation_used');
  refused(t, await answerInvitation(late, secret), 'invitation_used');
  const [mine] = (await call(worker, 'GET', '/v1/relays')).json.relays;
  t.match(mine, { role: 'member', relay: { id: toHex(relay.uid) }, previous: [] });
  const place = { relay: relay.uid, generation: 1, member: worker.uid };
  const key = unsealTeamKey(worker.keys.enc, place, fromBase64Url(mine.keys[0].sealed));
  t.strictSame(toHex(key), toHex(relay.teamKeys[0]!), 'the team’s key');
});

t.test('an invitation ends by itself, after a month at the latest', async (t) => {
  const manager = await newWorker();
  const relay = await foundRelay(manager);
  const secret = newInvitation();
  const { json } = await inviteTo(relay, manager, secret, 400 * 86_400_000);
  t.ok(json.expiresAt <= Date.now() + 31 * 86_400_000 + 60_000);
  refused(t, await inviteTo(relay, manager, newInvitation(), -1), 'invalid_request');
  await owner.rows(`update invitations set expires_at = now() where id = $1`, [invitationLocator(secret)]);
  refused(t, await answerInvitation(await newWorker(), secret), 'invitation_used');
});

t.test('whoever is removed is out at the next request, and the team has a new key', async (t) => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const third = await newWorker();
  await join(relay, manager, third);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(500));
  const given = await give(holder, relayParty(relay));
  t.equal((await read(member, given, paper)).status, 200);
  t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
  refused(t, await read(member, given, paper), 'not_found');
  refused(t, await look(member, given), 'not_found');
  t.strictSame((await received(member)).ids, []);
  t.strictSame((await call(member, 'GET', '/v1/relays')).json.relays, []);
  refused(t, await changeTeam(relay, member, { act: 'add', about: await newWorker() }), 'not_manager');
  t.equal((await read(third, given, paper)).status, 200, 'who remains goes on');
  const { newest, team } = await shown(third, relay);
  t.equal(newest.gen, 2);
  t.equal(toHex(newest.sign), toHex(relayKeys(relay).sign.publicKey));
  t.strictSame([...team.members.keys()].toSorted(), [manager, third].map((one) => toHex(one.uid)).toSorted());
  const [mine] = (await call(third, 'GET', '/v1/relays')).json.relays;
  t.strictSame(
    mine.keys.map((one: Loose) => one.generation),
    [1, 2],
  );
  const sealed = fromBase64Url(mine.keys[1].sealed);
  const key = unsealTeamKey(third.keys.enc, { relay: relay.uid, generation: 2, member: third.uid }, sealed);
  const [{ generation, wrapped }] = mine.previous;
  t.equal(generation, 1);
  const older = unwrapPreviousTeamKey(key, relay.uid, generation, fromBase64Url(wrapped));
  t.equal(toHex(older), toHex(relay.teamKeys[0]!), 'the new key opens the one before');
  t.equal((await changeTeam(relay, manager, { act: 'add', about: member })).status, 200, 'and may come back');
  t.equal((await read(member, given, paper)).status, 200);
  t.strictSame(
    (await call(member, 'GET', '/v1/relays')).json.relays[0].keys.map((one: Loose) => one.generation),
    [2],
    'with the key of now alone',
  );
});

t.test('no ghost and no half change gets into a team', async (t) => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const [ghost, newcomer] = [await newWorker(), await newWorker()];
  const elsewhere = await openWorker((await testServer(t)).address);
  const before = await stateOf(owner);
  const step = (by: Worker, one: TeamStep) => changeTeam(relay, by, one);
  const body = (one: TeamStep): Loose => prepareStep(relay, manager, one).body;
  const remove = body({ act: 'remove', about: member });
  const add = body({ act: 'add', about: newcomer });
  const bad: Record<string, () => ReturnType<typeof postStep>> = {
    'somebody whom the server does not know': () => step(manager, { act: 'add', about: elsewhere }),
    'somebody under made-up keys': () =>
      step(manager, { act: 'add', about: { ...ghost, keys: relayKeys(relay) } as Worker }),
    'an entry signed by somebody who is no member': () =>
      postStep(
        manager,
        relay,
        prepareStep(relay, { ...ghost, uid: manager.uid }, { act: 'add', about: ghost }).body,
      ),
    'an entry signed by another member than it says': () =>
      postStep(manager, relay, prepareStep(relay, member, { act: 'add', about: ghost }).body),
    'a removal without a new key': () => postStep(manager, relay, { ...remove, rotation: null }),
    'a new key not sealed to everybody': () => postStep(manager, relay, { ...remove, keys: [] }),
    'a new key sealed to who was removed': () =>
      postStep(manager, relay, {
        ...remove,
        keys: [...remove.keys, { member: toHex(member.uid), sealed: remove.keys[0].sealed }],
      }),
    'an identity that the old key did not approve': () =>
      postStep(manager, relay, {
        ...remove,
        rotation: {
          ...remove.rotation,
          identity: { ...remove.rotation.identity, approval: toBase64Url(randomBytes(64)) },
        },
      }),
    'a new key where none is due': () => postStep(manager, relay, { ...add, rotation: remove.rotation }),
    'somebody without a key': () => postStep(manager, relay, { ...add, keys: [] }),
    'the last manager as a member': () => step(manager, { act: 'role', about: manager, role: 'member' }),
    'the last manager removed by themselves': () => step(manager, { act: 'remove', about: manager }),
  };
  for (const [name, attack] of Object.entries(bad)) refused(t, await attack(), 'damaged', name);
  refused(t, await step(member, { act: 'add', about: ghost }), 'not_manager', 'a member who adds');
  refused(t, await step(ghost, { act: 'add', about: ghost }), 'not_manager', 'a stranger who adds');
  const early = prepareStep(relay, manager, { act: 'add', about: ghost, changed: { seq: 9 } });
  refused(t, await postStep(manager, relay, early.body), 'conflict', 'an entry that is not the next');
  t.strictSame(await stateOf(owner), before, 'nothing changed');
  const add1 = prepareStep(relay, manager, { act: 'add', about: newcomer });
  const answers = await Promise.all(Array.from({ length: 4 }, () => postStep(manager, relay, add1.body)));
  t.ok(
    answers.every((answer) => answer.status === 200),
    'the same change sent again answers again',
  );
  add1.settle();
  t.equal((await step(manager, { act: 'role', about: member, role: 'manager' })).status, 200);
  t.equal((await step(member, { act: 'remove', about: newcomer })).status, 200, 'a new manager manages');
});

t.test('the last manager is removed by two members together, never by one', async (t) => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const second = await newWorker();
  const outsider = await newWorker();
  await join(relay, manager, second);
  const step: TeamStep = { act: 'replace', about: manager };
  refused(t, await changeTeam(relay, member, step), 'damaged', 'one alone');
  refused(t, await changeTeam(relay, member, { ...step, second: member }), 'damaged', 'one twice');
  refused(t, await changeTeam(relay, member, { ...step, second: outsider }), 'damaged', 'with an outsider');
  refused(
    t,
    await changeTeam(relay, member, { ...step, second: manager }),
    'damaged',
    'with the one who goes',
  );
  refused(
    t,
    await changeTeam(relay, second, { ...step, about: member, second: member }),
    'damaged',
    'a member',
  );
  t.equal((await changeTeam(relay, member, { ...step, second })).status, 200);
  const { team } = await shown(second, relay);
  t.equal(team.members.get(toHex(member.uid))?.role, 'manager');
  t.notOk(team.members.has(toHex(manager.uid)));
  refused(t, await changeTeam(relay, manager, { act: 'add', about: outsider }), 'not_manager');
  t.equal((await changeTeam(relay, member, { act: 'add', about: outsider })).status, 200);
});

t.test('two managers who change a team at once: one does, the other is told', async (t) => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  t.equal((await changeTeam(relay, manager, { act: 'role', about: member, role: 'manager' })).status, 200);
  for (let round = 0; round < 5; round++) {
    const a = await newWorker();
    const steps = [
      prepareStep(relay, manager, { act: 'add', about: a }),
      prepareStep(relay, member, { act: 'rotate', about: member }),
    ];
    const answers = await Promise.all(
      steps.map((one, i) => postStep(i === 0 ? manager : member, relay, one.body)),
    );
    t.strictSame(
      answers.map((one) => one.status).toSorted((x, y) => x - y),
      [200, 409],
    );
    steps[answers.findIndex((one) => one.status === 200)]!.settle();
    const { team } = await shown(manager, relay);
    t.equal(toHex(team.hash), toHex(relay.team.hash));
  }
});

t.test('keys and a card that was frozen open nothing of a relay', async (t) => {
  const { relay, manager } = await wholeRelay(server.address, directory.keys);
  await owner.rows('update locks set frozen_at = now() where loc = $1', [manager.loc]);
  const secret = newInvitation();
  const asked: Record<string, () => ReturnType<typeof call>> = {
    showRelay: () => call(manager, 'GET', relayPath(relay)),
    listRelays: () => call(manager, 'GET', '/v1/relays'),
    invite: () => inviteTo(relay, manager, secret),
    listInvitations: () => call(manager, 'GET', relayPath(relay, '/invitations')),
    changeTeam: () => changeTeam(relay, manager, { act: 'rotate', about: manager }),
    certifyRelay: () => putCertificate(manager, relay, certificateOf(relay, directory.keys)),
    foundRelay: () => call(manager, 'POST', '/v1/relays', prepareRelay(manager).body),
    answerInvitation: () => answerInvitation(manager, secret),
  };
  for (const [name, ask] of Object.entries(asked)) refused(t, await ask(), 'lock_frozen', name);
});
