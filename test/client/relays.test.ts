import { randomBytes } from 'node:crypto';
import t, { type Test } from 'tap';
import { openSafe, openWorker } from '../../src/client/account.js';
import { login, loginAccount, loginWorker } from '../../src/client/login.js';
import * as change from '../../src/client/relay/change.js';
import * as found from '../../src/client/relay/found.js';
import * as invite from '../../src/client/relay/invite.js';
import { loadRelay, loadRelays, onlyRelay, type OwnRelay } from '../../src/client/relay/load.js';
import { lookAtRelay } from '../../src/client/relay/open.js';
import { trustPoster } from '../../src/client/relay/pins.js';
import * as replace from '../../src/client/relay/replace.js';
import { vouchFor } from '../../src/client/relay/vouch.js';
import type { AccountSession } from '../../src/client/session.js';
import { unlock, unlockWorker } from '../../src/client/unlock.js';
import { loadAccount } from '../../src/client/unlockers.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type * as api from '../../src/core/api/relays.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { readAsk } from '../../src/core/protocol/contact.js';
import { directoryKeys } from '../../src/core/protocol/directory.js';
import { fingerprint, openIdentityChain } from '../../src/core/protocol/identity.js';
import { unsealTeamKey } from '../../src/core/protocol/team.js';
import { newDevice, PIN, type TestDevice } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { testServer } from '../helpers/server.js';

const SEED = new Uint8Array(randomBytes(32));
const ASSOCIATION = directoryKeys(SEED).publicKey;
const service = await testServer(t, { DIRECTORY_KEY: toBase64Url(ASSOCIATION) });
const options = { server: service.address, pin: PIN, label: 'Accueil' };

interface Person {
  readonly device: TestDevice;
  readonly session: AccountSession;
  readonly card: { readonly secret: Uint8Array };
}
const worker = async (t: Test): Promise<Person> => {
  const device = newDevice(t);
  return { device, ...(await openWorker(device, options)) };
};

const certificate = (request: string, seed = SEED, name = 'Halte du Pont') =>
  found.certificateFor(request, name, seed, Date.now());

const newRelay = async ({ session }: Person): Promise<OwnRelay> => {
  const { relay, request } = await found.foundRelay(session, { as: 'Camille' });
  await found.certify(session, certificate(request), ASSOCIATION);
  return loadRelay(session, relay);
};

/** Invites, joins, accepts; answers the relay as its manager then sees it. */
const join = async (
  manager: Person,
  relay: OwnRelay,
  { session }: Person,
  as = 'Sacha',
): Promise<OwnRelay> => {
  const { code, invitation } = await invite.inviteWorker(manager.session, relay);
  await invite.readAndAnswerInvitation(session, code, { as });
  const pending = await invite.pendingAnswers(manager.session, relay);
  const answer = pending.find((one) => one.invitation === invitation);
  if (!answer) throw new Error('nobody answered');
  await change.acceptWorker(manager.session, relay, answer);
  return loadRelay(manager.session, relay.relay);
};

const team = async (t: Test, size = 2) => {
  const people = [await worker(t)];
  const [manager] = people as [Person];
  let relay = await newRelay(manager);
  for (let i = 1; i < size; i++) {
    const one = await worker(t);
    people.push(one);
    relay = await join(manager, relay, one, `Sacha ${i}`);
  }
  return { manager, people, member: people[1] as Person, relay };
};

const namesOf = ({ members }: OwnRelay) => members.map(({ name, role }) => `${name}, ${role}`).toSorted();

t.test('a relay is founded, certified and joined, and both workers see each other by name', async (t) => {
  const [manager, member] = [await worker(t), await worker(t)];
  const asked = await found.foundRelay(manager.session, { as: ' Camille ' });
  t.strictSame(readAsk(asked.request), { uid: asked.relay, fp: asked.fp });
  const before = await onlyRelay(manager.session);
  t.match(before, { certified: false, name: null, role: 'manager' });
  t.throws(() => found.posterOf(before), { code: 'not_certified' });
  const text = certificate(asked.request);
  t.match(found.lookAtCertificate(text), { name: 'Halte du Pont', directory: ASSOCIATION });
  await found.certify(manager.session, text);
  const relay = await onlyRelay(manager.session);
  t.match(relay, { certified: true, name: 'Halte du Pont' });

  const { code, invitation } = await invite.inviteWorker(manager.session, relay);
  t.match(await invite.pendingAnswers(manager.session, relay), [{ state: 'waiting', invitation }]);
  const seen = await invite.readAndAnswerInvitation(member.session, code.toLowerCase(), { as: 'Sacha' });
  t.match(seen, { certified: false }, 'the association is not known from an invitation');
  const again = await unlockWorker(manager.device, PIN);
  const [answer] = await invite.pendingAnswers(again, relay);
  t.match(answer, { state: 'answered', role: 'member', answer: { name: 'Sacha' } });
  if (!answer) return;
  await change.acceptWorker(again, relay, answer);
  for (const session of [again, member.session]) {
    t.strictSame(namesOf(await onlyRelay(session)), ['Camille, manager', 'Sacha, member']);
  }
  await trustPoster(member.session, found.posterOf(relay));
  const own = await onlyRelay(await unlockWorker(member.device, PIN));
  t.match(own, { certified: true, name: 'Halte du Pont', role: 'member' });
  t.strictSame(own.keys, relay.keys, 'and both have the team’s key');
  t.strictSame(await invite.pendingAnswers(again, relay), [], 'a code is used once');
  await t.rejects(invite.readAndAnswerInvitation(member.session, code, { as: 'x' }), {
    code: 'invitation_used',
  });
});

t.test('nothing that leaves a manager’s device or stays on it tells the invitation’s code', async (t) => {
  const manager = await worker(t);
  const relay = await newRelay(manager);
  const { code } = await invite.inviteWorker(manager.session, relay, { role: 'manager' });
  const { readInvitation } = await import('../../src/core/protocol/invitation.js');
  const secret = Buffer.from(readInvitation(code));
  const wire = Buffer.concat(manager.device.transport.sent).toString('latin1');
  for (const text of [wire, manager.device.memory.text ?? '']) {
    for (const encoding of ['hex', 'base64url', 'latin1'] as const) {
      t.notOk(text.includes(secret.toString(encoding)), encoding);
    }
    t.notOk(text.includes(code.slice(3, 20)));
  }
  const other = await loginWorker(newDevice(t), { ...options, cardSecret: manager.card.secret });
  await trustPoster(other, found.posterOf(relay));
  const member = await worker(t);
  await invite.readAndAnswerInvitation(member.session, code, { as: 'Sacha' });
  t.match(await invite.pendingAnswers(other, relay), [{ state: 'unknown' }]);
  const [typed] = await invite.pendingAnswers(other, relay, [code]);
  t.match(typed, { state: 'answered', role: 'manager' }, 'on another device the code is typed');
  if (typed) await change.acceptWorker(other, await loadRelay(other, relay.relay), typed);
  t.match(await onlyRelay(member.session), { role: 'manager' });
});

t.test('who was put out is out, and opens no key of the team from then on', async (t) => {
  const { manager, people, member, relay } = await team(t, 3);
  const old = await onlyRelay(member.session);
  await change.removeMember(manager.session, relay, toHex(member.session.uid));
  t.match(await loadRelays(member.session), { relays: [], unknown: [] });
  await t.rejects(loadRelay(member.session, relay.relay), { code: 'not_found' });
  const now = await loadRelay(manager.session, relay.relay);
  const other = await onlyRelay((people[2] as Person).session);
  t.strictSame(other.keys, now.keys, 'who remains has the new key, and the one before');
  t.equal(now.keys.length, 2);
  t.notSame(now.keys[1], old.keys[0]);
  t.strictSame(now.keys[0], old.keys[0]);
  t.strictSame(namesOf(now), ['Camille, manager', 'Sacha 2, member']);
  let sealed: string[] = [];
  (people[2] as Person).device.transport.meddle = changing<List>(LIST, (value) => {
    sealed = value.relays.flatMap(({ keys }) => keys.map((key) => key.sealed));
  });
  await onlyRelay((people[2] as Person).session);
  const place = { relay: relay.relay, generation: 2, member: (people[2] as Person).session.uid };
  t.ok(sealed.length > 0);
  for (const one of sealed) {
    t.throws(() => unsealTeamKey(member.session.keys.enc, place, Buffer.from(one, 'base64url')));
  }
  await t.rejects(change.rotateTeam(member.session, old), { code: 'not_manager' });
  await t.rejects(vouchFor(member.session, old, { uid: randomBytes(16), fp: randomBytes(32) }), {
    code: 'not_member',
  });
  const late = await worker(t);
  await join(manager, now, late, 'Dominique');
  t.strictSame((await onlyRelay(late.session)).keys, now.keys, 'who comes later reads what was shown before');
});

t.test('members and managers change places, but a relay never stays without a manager', async (t) => {
  const { manager, member, relay } = await team(t);
  const [a, b] = [toHex(manager.session.uid), toHex(member.session.uid)];
  await t.rejects(change.removeMember(manager.session, relay, a), { code: 'conflict' });
  await t.rejects(change.changeRole(manager.session, relay, a, 'member'), { code: 'conflict' });
  await t.rejects(change.removeMember(member.session, await onlyRelay(member.session), a), {
    code: 'not_manager',
  });
  await t.rejects(invite.inviteWorker(member.session, relay), { code: 'not_manager' });
  await t.rejects(change.removeMember(manager.session, relay, '0'.repeat(32)), { code: 'not_found' });
  await change.changeRole(manager.session, relay, b, 'manager');
  await t.rejects(
    change.changeRole(manager.session, relay, b, 'member'),
    { code: 'conflict' },
    'an old view',
  );
  await change.removeMember(member.session, await onlyRelay(member.session), a);
  t.strictSame(namesOf(await onlyRelay(member.session)), ['Sacha 1, manager']);
  await change.rotateTeam(member.session, await onlyRelay(member.session));
  t.equal((await onlyRelay(member.session)).keys.length, 3);
});

t.test('two members together replace a manager who is gone, one alone does not', async (t) => {
  const { manager, people, relay } = await team(t, 3);
  const [, first, second] = people as [Person, Person, Person];
  const own = await onlyRelay(first.session);
  t.throws(() => replace.prepareReplacement(manager.session, relay), { code: 'conflict' });
  const { toApprove, draft } = replace.prepareReplacement(first.session, own);
  t.match(replace.readReplacement(await onlyRelay(second.session), toApprove), {
    out: { name: 'Camille' },
    takesOver: { name: 'Sacha 1' },
  });
  t.throws(() => replace.approveReplacement(first.session, own, toApprove), { code: 'damaged' }, 'alone');
  t.throws(() => replace.approveReplacement(manager.session, relay, toApprove), { code: 'damaged' });
  const approval = replace.approveReplacement(second.session, await onlyRelay(second.session), toApprove);
  t.throws(() => replace.readReplacement(own, approval), { code: 'bad_contact' });
  await replace.finishReplacement(first.session, own, draft, approval);
  t.strictSame(namesOf(await onlyRelay(second.session)), ['Sacha 1, manager', 'Sacha 2, member']);
  t.match(await loadRelays(manager.session), { relays: [] });
});

t.test('a worker vouches for a person, whose safe gets more room', async (t) => {
  const { member, relay } = await team(t);
  const { session } = await openSafe(newDevice(t), options);
  t.match(await loadAccount(session), { vouched: false });
  await vouchFor(member.session, relay, { uid: session.uid, fp: fingerprint(session.identity) });
  t.match(await loadAccount(session), { vouched: true });
  await t.rejects(lookAtRelay(session, relay.relay), { code: 'damaged' }, 'no poster, no relay');
  await trustPoster(session, found.posterOf(relay));
  const seen = await lookAtRelay(session, relay.relay);
  t.match(seen, { certified: true, name: 'Halte du Pont' });
  t.equal(seen.team.members.get(toHex(member.session.uid))?.name, 'Sacha 1');
});

t.test('a worker’s card opens no safe, and a holder’s no worker’s account', async (t) => {
  const one = await worker(t);
  const holder = await openSafe(newDevice(t), options);
  const [its, theirs] = [one.card.secret, holder.card.secret];
  await t.rejects(login(newDevice(t), { ...options, cardSecret: its }), {
    code: 'bad_card',
    details: { reason: 'worker' },
  });
  await t.rejects(loginWorker(newDevice(t), { ...options, cardSecret: theirs }), {
    code: 'bad_card',
    details: { reason: 'holder' },
  });
  await t.rejects(unlock(one.device, PIN), { code: 'not_logged_in', details: { reason: 'worker' } });
  await t.rejects(unlockWorker(newDevice(t), PIN), { code: 'not_logged_in' });
  t.match(await loginAccount(newDevice(t), { ...options, cardSecret: its }), { safe: null });
  t.match(await loginAccount(newDevice(t), { ...options, cardSecret: theirs }), {
    safe: holder.session.safe,
  });
  t.ok(await unlockWorker(one.device, PIN));
});

t.test(
  'a new device believes a relay by its poster or by what the worker signed, never by the server',
  async (t) => {
    const { manager, member, relay } = await team(t);
    const enter = ({ card }: Person) => loginWorker(newDevice(t), { ...options, cardSecret: card.secret });
    const [boss, other] = [await enter(manager), await enter(member)];
    t.equal((await onlyRelay(boss)).role, 'manager', 'the manager signed who came in');
    t.match(await loadRelays(other), { relays: [], unknown: [{ relay: relay.relay, fp: relay.fp }] });
    await trustPoster(other, found.posterOf(relay));
    t.match(await loadRelays(other), { relays: [{ certified: true }], unknown: [] });
  },
);

type List = AnswerOf<typeof api.listRelays>;
const LIST = /^GET \/v1\/relays$/;

t.test('a server that shows another relay than the one that is known is refused', async (t) => {
  const { manager, member, relay } = await team(t);
  const stranger = await team(t);
  const foreign = found.certificateFor(found.requestOf(relay), 'Autre', new Uint8Array(randomBytes(32)), 1);
  let theirs: List['relays'][number] | undefined;
  let before: List['relays'][number] | undefined;
  stranger.manager.device.transport.meddle = changing<List>(LIST, (value) => void ([theirs] = value.relays));
  await onlyRelay(stranger.manager.session);
  manager.device.transport.meddle = changing<List>(LIST, (value) => void ([before] = value.relays));
  await onlyRelay(manager.session);
  if (!theirs || !before) throw new Error('there is nothing to meddle with');
  manager.device.transport.meddle = undefined;
  await change.rotateTeam(manager.session, relay);
  const cheats: Record<string, (one: List['relays'][number]) => void> = {
    'another identity': (one) => void (one.relay.identity = theirs?.relay.identity ?? []),
    'another identity and team': (one) =>
      void (one.relay = { ...(theirs as typeof one).relay, id: one.relay.id }),
    'no newest identity': (one) => void one.relay.identity.pop(),
    'no newest entry of the team': (one) => void one.relay.team.pop(),
    'another certificate': (one) => void (one.relay.certificate = theirs?.relay.certificate ?? null),
    'a certificate of another association': (one) =>
      void (one.relay.certificate = toBase64Url(Buffer.from(foreign.slice(15), 'base64url').subarray(32))),
    'a ghost in the team': (one) => void one.relay.team.push((theirs as typeof one).relay.team[1] as never),
    'another sealed key': (one) => void (one.keys = (theirs as typeof one).keys),
    'no sealed key': (one) => void (one.keys = []),
    'no key before': (one) => void (one.previous = []),
  };
  for (const [what, cheat] of Object.entries(cheats)) {
    manager.device.transport.meddle = changing<List>(LIST, ({ relays }) => relays.forEach(cheat));
    await t.rejects(loadRelays(manager.session), { code: /^(damaged|rolled_back)$/ }, what);
  }
  manager.device.transport.meddle = changing<List>(LIST, () => ({ relays: [before as never] }));
  await t.rejects(loadRelays(manager.session), { code: 'rolled_back' }, 'the team as it was');
  await t.rejects(loadRelays(await unlockWorker(manager.device, PIN)), { code: 'rolled_back' });
  manager.device.transport.meddle = undefined;
  t.ok(await onlyRelay(manager.session));
  t.ok(await onlyRelay(member.session));
});

t.test('a server that puts itself between an invitation and its answer is refused', async (t) => {
  const { manager, relay } = await team(t);
  const stranger = await team(t);
  const guest = await worker(t);
  const answers = (meddle: Meddle) => {
    guest.device.transport.meddle = meddle;
  };
  type Read = AnswerOf<typeof api.readInvitation>;
  let theirs: Read['relay'] | undefined;
  stranger.manager.device.transport.meddle = changing<List>(LIST, ({ relays }) => {
    theirs = relays[0]?.relay;
  });
  await onlyRelay(stranger.manager.session);
  const { code } = await invite.inviteWorker(manager.session, relay);
  const answer = () => invite.readAndAnswerInvitation(guest.session, code, { as: 'Sacha' });
  const READ = /^GET \/v1\/invitations\//;
  answers(changing<Read>(READ, (value) => ({ ...value, relay: theirs as Read['relay'] })));
  await t.rejects(answer(), { code: 'bad_invitation' }, 'another relay');
  answers(changing<Read>(READ, (value) => ({ ...value, welcome: toBase64Url(randomBytes(32)) })));
  await t.rejects(answer(), { code: 'bad_invitation' }, 'another welcome');
  answers(changing<Read>(READ, ({ relay: one }) => void (one.team = theirs?.team ?? [])));
  await t.rejects(answer(), { code: 'damaged' }, 'another team');
  t.notOk(guest.device.memory.text?.includes(theirs?.id ?? '-'), 'and nothing of it is believed');
  answers((_, given) => given);
  await t.rejects(invite.readAndAnswerInvitation(guest.session, `${code.slice(0, -1)}?`, { as: 'x' }), {
    code: 'bad_invitation',
  });
  await answer();

  type Listed = AnswerOf<typeof api.listInvitations>;
  const chain = [
    { statement: toBase64Url(stranger.member.session.links[0]?.statement as Uint8Array), approval: null },
  ];
  const exchanged: Record<string, object> = {
    'another identity': { uid: toHex(stranger.member.session.uid), identity: chain },
    'another identity under their id': { identity: chain },
    'another name': { name: 'Dominique' },
    'another proof': { proof: toBase64Url(randomBytes(32)) },
  };
  for (const [what, other] of Object.entries(exchanged)) {
    manager.device.transport.meddle = changing<Listed>(/\/invitations$/, ({ invitations }) => {
      for (const one of invitations) if (one.answer) Object.assign(one.answer, other);
    });
    const [pending] = await invite.pendingAnswers(manager.session, relay);
    t.match(pending, { state: 'forged', answer: null }, what);
    if (pending)
      await t.rejects(change.acceptWorker(manager.session, relay, pending), { code: 'bad_invitation' });
  }
});

t.test('a server that swaps the keys of a member gets no team key sealed to them', async (t) => {
  const { manager, member, relay } = await team(t, 3);
  const ghost = await worker(t);
  const links = ghost.session.links.map(({ statement }) => ({
    statement: toBase64Url(statement),
    approval: null,
  }));
  t.ok(openIdentityChain(ghost.session.uid, ghost.session.links));
  manager.device.transport.meddle = changing<object>(/^GET \/v1\/identities\//, () => ({ identity: links }));
  const out = toHex(member.session.uid);
  await t.rejects(change.removeMember(manager.session, relay, out), { code: 'damaged' });
  manager.device.transport.meddle = undefined;
  t.equal((await loadRelay(manager.session, relay.relay)).members.length, 3, 'nothing was changed');
  await change.removeMember(manager.session, relay, out);
  t.equal((await loadRelay(manager.session, relay.relay)).members.length, 2);
});
