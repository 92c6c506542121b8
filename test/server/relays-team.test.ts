import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { openIdentityChain } from '../../src/core/protocol/identity.js';
import { newInvitation } from '../../src/core/protocol/invitation.js';
import { openTeam, unsealTeamKey, unwrapPreviousTeamKey } from '../../src/core/protocol/team.js';
import { give, look, read, received } from '../helpers/grants.js';
import { call, keep, openHolder } from '../helpers/holder.js';
import { type Loose, ownerOf, stateOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import {
  answerInvitation,
  certificateOf,
  changeTeam,
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
