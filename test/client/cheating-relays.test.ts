import { randomBytes } from 'node:crypto';
import t, { type Test } from 'tap';
import * as change from '../../src/client/relay/change.js';
import * as found from '../../src/client/relay/found.js';
import * as invite from '../../src/client/relay/invite.js';
import { loadRelay, loadRelays, onlyRelay } from '../../src/client/relay/load.js';
import { unlockWorker } from '../../src/client/unlock.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type * as api from '../../src/core/api/relays.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { readCertificateText } from '../../src/core/protocol/contact.js';
import { firstIdentity, identityKeys } from '../../src/core/protocol/identity.js';
import { sure } from '../helpers/cheating.js';
import { PIN } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { associationServer, LIST, type List, newTeam, newWorker, optionsOf } from '../helpers/team.js';

const service = await associationServer(t);
const options = optionsOf(service);
const worker = (t: Test) => newWorker(t, options);
const team = (t: Test, size = 2) => newTeam(t, options, size);

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
      void (one.relay.certificate = toBase64Url(readCertificateText(foreign).certificate)),
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
  const key = toBase64Url(randomBytes(32));
  answers(
    changing<Read>(READ, ({ association }) => void Object.assign(sure(association ?? undefined), { key })),
  );
  await t.rejects(answer(), { code: 'bad_invitation' }, 'the key of another association');
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
  // under the member's own id, and in order by itself
  manager.device.transport.meddle = changing<object>(/^GET \/v1\/identities\//, (_, { url }) => {
    const uid = Buffer.from(url.slice(-32), 'hex');
    const { statement } = firstIdentity(uid, 'worker', identityKeys(newKey()), 1);
    return { identity: [{ statement: toBase64Url(statement), approval: null }] };
  });
  const out = toHex(member.session.uid);
  await t.rejects(change.removeMember(manager.session, relay, out), { code: 'damaged' });
  manager.device.transport.meddle = undefined;
  t.equal((await loadRelay(manager.session, relay.relay)).members.length, 3, 'nothing was changed');
  await change.removeMember(manager.session, relay, out);
  t.equal((await loadRelay(manager.session, relay.relay)).members.length, 2);
});
