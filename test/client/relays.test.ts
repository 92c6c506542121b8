import { randomBytes } from 'node:crypto';
import t, { type Test } from 'tap';
import { openSafe } from '../../src/client/account.js';
import { login, loginAccount, loginWorker } from '../../src/client/login.js';
import * as change from '../../src/client/relay/change.js';
import * as found from '../../src/client/relay/found.js';
import * as invite from '../../src/client/relay/invite.js';
import { loadRelay, loadRelays, onlyRelay, type OwnRelay } from '../../src/client/relay/load.js';
import { lookAtRelay } from '../../src/client/relay/open.js';
import { trustPoster } from '../../src/client/relay/pins.js';
import * as replace from '../../src/client/relay/replace.js';
import { vouchFor } from '../../src/client/relay/vouch.js';
import { unlock, unlockWorker } from '../../src/client/unlock.js';
import { loadAccount } from '../../src/client/unlockers.js';
import { toHex } from '../../src/core/bytes.js';
import { readAsk } from '../../src/core/protocol/contact.js';
import { fingerprint } from '../../src/core/protocol/identity.js';
import { readInvitation } from '../../src/core/protocol/invitation.js';
import { unsealTeamKey } from '../../src/core/protocol/team.js';
import { newDevice, PIN } from '../helpers/device.js';
import { changing } from '../helpers/meddling.js';
import {
  ASSOCIATION,
  associationServer,
  certificate,
  join,
  LIST,
  type List,
  newRelay,
  newTeam,
  newWorker,
  optionsOf,
  type Person,
} from '../helpers/team.js';

const service = await associationServer(t);
const options = optionsOf(service);
const worker = (t: Test) => newWorker(t, options);
const team = (t: Test, size = 2) => newTeam(t, options, size);

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
  t.match(seen, { certified: true, name: 'Halte du Pont' }, 'its certified name, not an id');
  const again = await unlockWorker(manager.device, PIN);
  const [answer] = await invite.pendingAnswers(again, relay);
  t.match(answer, { state: 'answered', role: 'member', answer: { name: 'Sacha' } });
  if (!answer) return;
  await change.acceptWorker(again, relay, answer);
  for (const session of [again, member.session]) {
    t.strictSame(namesOf(await onlyRelay(session)), ['Camille, manager', 'Sacha, member']);
  }
  t.strictSame(found.posterOf(await onlyRelay(member.session)), found.posterOf(relay), 'a poster for both');
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
  await t.rejects(replace.prepareReplacement(manager.session, relay), { code: 'conflict' });
  const toApprove = await replace.prepareReplacement(first.session, own);
  t.ok(replace.isReplacementAsked(toApprove));
  t.match(replace.readReplacement(await onlyRelay(second.session), toApprove), {
    out: { name: 'Camille' },
    takesOver: { name: 'Sacha 1' },
  });
  t.throws(() => replace.approveReplacement(first.session, own, toApprove), { code: 'damaged' }, 'alone');
  t.throws(() => replace.approveReplacement(manager.session, relay, toApprove), { code: 'damaged' });
  const approval = replace.approveReplacement(second.session, await onlyRelay(second.session), toApprove);
  t.throws(() => replace.readReplacement(own, approval), { code: 'bad_contact' });
  const none = await onlyRelay(second.session);
  await t.rejects(replace.finishReplacement(second.session, none, approval), { code: 'not_found' });
  await t.rejects(replace.finishReplacement(first.session, own, `${approval.slice(0, -8)}AAAAAAAA`), {
    code: 'damaged',
  });
  await replace.finishReplacement(first.session, own, approval);
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
