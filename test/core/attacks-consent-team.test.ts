import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { envelopeBytes, signBytes, signObject } from '../../src/core/crypto/sign.js';
import { random } from '../../src/core/crypto/sodium.js';
import type * as identity from '../../src/core/protocol/identity.js';
import * as team from '../../src/core/protocol/team.js';
import { allFail } from '../helpers/attacks.js';
import { built, newRelay, person, rekeyed, type Step, step } from '../helpers/consent.js';

const [chief, awa, bo, ghost] = [person(), person(), person(), person()];
const relay = newRelay(chief);
const open = (...links: team.TeamLink[]) => team.openTeam(relay.id, links);
const adds: Step[] = [
  { act: 'add', by: chief, about: awa },
  { act: 'add', by: chief, about: bo },
];
const three = built(relay, ...adds);
const gone = built(relay, ...adds, { act: 'remove', by: chief, about: bo });
const names = (now: team.Team) => [...now.members.values()].map(({ role, gen }) => `${role} ${gen}`);
const next =
  (one: Step, from = three) =>
  () =>
    team.extendTeam(from.now, step(relay, from.now, one));
const changed = (given: Step['changed'], one: Step = { act: 'add', by: chief, about: ghost }) =>
  next({ ...one, ...(given && { changed: given }) });

t.test('a team is who its managers say', async (t) => {
  t.strictSame(names(three.now), ['manager 1', 'member 1', 'member 1']);
  t.strictSame(names(gone.now), ['manager 1', 'member 1']);
  t.equal(gone.now.teamGen, 2);
  t.strictSame(gone.now.teamFp, relay.fps[1]);
  t.strictSame(names(next({ act: 'role', by: chief, about: awa, role: 'manager' })()), [
    'manager 1',
    'manager 1',
    'member 1',
  ]);
  t.equal(next({ act: 'rotate', by: chief, about: chief })().teamGen, 2);
  const later = rekeyed(awa);
  const known = { role: 'member', name: 'Sacha' } as const;
  const again = built(relay, ...adds, { act: 'add', by: chief, about: later, changed: known });
  t.strictSame(names(again.now), ['manager 1', 'member 2', 'member 1']);
  t.throws(next({ act: 'add', by: chief, about: awa }, again), { code: 'damaged' }, 'nor back to old keys');
});

t.test('a last manager who is gone is replaced by two members', async (t) => {
  const now = next({ act: 'replace', by: awa, about: chief, second: bo })();
  t.strictSame(names(now), ['manager 1', 'member 1']);
  t.equal(now.members.get(toHex(awa.uid))?.role, 'manager');
  t.equal(now.teamGen, 2);
});

const replace: Step = { act: 'replace', by: awa, about: chief };
const promoted = built(relay, ...adds, { act: 'role', by: chief, about: bo, role: 'manager' });
const replacing = step(relay, three.now, replace);
const approvedAs = (type: string, secretKey: Uint8Array) => () =>
  team.extendTeam(three.now, {
    ...replacing,
    approval: signBytes(type, envelopeBytes(replacing.entry), secretKey),
  });
t.doesNotThrow(approvedAs('team.co', bo.keys.sign.secretKey), 'the helper approves as a member does');

allFail('the last manager is not removed', {
  'by a manager who leaves nobody in charge': next({ act: 'remove', by: chief, about: chief }),
  'by becoming a member': next({ act: 'role', by: chief, about: chief, role: 'member' }),
  'by coming in again as a member': next({
    act: 'add',
    by: chief,
    about: rekeyed(chief),
    role: 'member',
  }),
  'by one member': next(replace),
  'by one member who signs twice': next({ ...replace, second: awa }),
  'by a member and the manager who is removed': next({ ...replace, second: chief }),
  'by a member and a stranger': next({ ...replace, second: ghost }),
  'by a member and somebody who left': next({ ...replace, second: bo }, gone),
  'by the manager, as if a member took over': next({ ...replace, by: chief, second: bo }),
  'with the entry’s own signature as approval': approvedAs('team', bo.keys.sign.secretKey),
  'with an approval of an identity': approvedAs('id.next', bo.keys.sign.secretKey),
  'with an approval of another entry': () =>
    team.extendTeam(three.now, {
      ...replacing,
      approval: team.approveTeamEntry(step(relay, three.now, adds[0] as Step).entry, bo.keys.sign.secretKey),
    }),
  'while there is another manager': next({ ...replace, second: bo }, promoted),
  'by naming a member in their place': next({ ...replace, about: bo, second: chief }),
});

const entry = step(relay, three.now, { act: 'add', by: chief, about: ghost });
const twoKeys = person('worker', awa.account, random(16));
const otherRelay = newRelay(chief, relay.accounts.toReversed());
const elsewhere = team.openTeam(otherRelay.id, [otherRelay.link]);

allFail('nobody becomes a member', {
  'whom a member adds': next({ act: 'add', by: awa, about: ghost }),
  'whom a removed member adds': next({ act: 'add', by: bo, about: ghost }, gone),
  'whom a stranger adds': next({ act: 'add', by: ghost, about: ghost }),
  'whom the relay’s own key adds': () =>
    team.extendTeam(three.now, {
      entry: team.signTeamEntry(
        { ...relay.opening, seq: 4, prev: three.now.hash, member: ghost.member },
        (relay.keys[0] as identity.IdentityKeys).sign.secretKey,
      ),
      approval: null,
    }),
  'in a manager’s name with another key': changed({ by: chief.uid }, { act: 'add', by: awa, about: ghost }),
  'by a manager who names another as author': changed({ by: awa.uid }),
  'by a manager who was made a member': next(
    { act: 'add', by: chief, about: ghost },
    built(
      relay,
      ...adds,
      { act: 'role', by: chief, about: bo, role: 'manager' },
      { act: 'role', by: bo, about: chief, role: 'member' },
    ),
  ),
  'under a key that is another member’s': next({ act: 'add', by: chief, about: twoKeys }),
  'twice with the same keys': next({ act: 'add', by: chief, about: awa }),
  'with an approval that nobody asked for': next({ act: 'add', by: chief, about: ghost, second: bo }),
  'without a name': changed({ name: ' \t' }),
  'with a name too long to be shown': changed({ name: 'x'.repeat(61) }),
  'by an entry of the manager’s other relay': () =>
    team.extendTeam(three.now, step(otherRelay, elsewhere, { act: 'add', by: chief, about: ghost })),
  'by an entry for another relay, put in place': changed({ relay: otherRelay.uid }),
  'by an entry of another type': () => {
    const object = JSON.parse(Buffer.from(envelopeBytes(entry.entry)).toString());
    const other = signObject({ ...object, t: 'grant' }, chief.keys.sign.secretKey);
    return team.extendTeam(three.now, { entry: other, approval: null });
  },
  'by an entry with a field more': () => {
    const object = JSON.parse(Buffer.from(envelopeBytes(entry.entry)).toString());
    const other = signObject({ ...object, admin: true }, chief.keys.sign.secretKey);
    return team.extendTeam(three.now, { entry: other, approval: null });
  },
});

allFail('a member is not changed', {
  'by being called otherwise': changed({ name: 'Mallory' }, { act: 'role', by: chief, about: awa }),
  'who is not there': next({ act: 'role', by: chief, about: ghost }),
  'under other keys': next({ act: 'role', by: chief, about: rekeyed(awa) }),
  'under another fingerprint': changed(
    { member: { ...awa.member, fp: random(32) } },
    { act: 'role', by: chief, about: awa },
  ),
  'by a removal that names another role': next({ act: 'remove', by: chief, about: awa, role: 'manager' }),
  'by a removal that names somebody else': changed({ name: 'Bo' }, { act: 'remove', by: chief, about: awa }),
  'by removing who is gone already': next({ act: 'remove', by: chief, about: bo }, gone),
  'by a member, to become manager': next({ act: 'role', by: awa, about: awa, role: 'manager' }),
  'to a role that nobody knows': changed({ role: 'admin' as never }, { act: 'role', by: chief, about: awa }),
});

const remove: Step = { act: 'remove', by: chief, about: bo };
allFail('a member does not leave', {
  'without a new key': changed({ teamGen: 1 }, remove),
  'with the old key under a new number': changed({ teamFp: relay.fps[0] as Uint8Array }, remove),
  'with a generation skipped': changed({ teamGen: 3, teamFp: relay.fps[2] as Uint8Array }, remove),
});
allFail('no new key comes', {
  'with an entry that gives none': changed({ teamGen: 2, teamFp: relay.fps[1] as Uint8Array }),
  'unseen, under the old number': changed({ teamFp: relay.fps[1] as Uint8Array }),
});

const [, two, four] = three.links as [team.TeamLink, team.TeamLink, team.TeamLink];
const fork = step(relay, open(relay.link), { act: 'add', by: chief, about: ghost });
const madeUp = newRelay(ghost, relay.accounts);
const withFounder = (more: Partial<typeof relay.opening>) => () => {
  const secret = (relay.keys[0] as identity.IdentityKeys).sign.secretKey;
  return open({ entry: team.signTeamEntry({ ...relay.opening, ...more }, secret), approval: null });
};
t.doesNotThrow(withFounder({}), 'the helper founds as the founder did');

allFail('a team’s chain is refused', {
  'without any entry': () => open(),
  'without its beginning': () => open(two),
  'with a gap': () => open(relay.link, four),
  'in another order': () => open(relay.link, four, two),
  'with an entry twice': () => open(relay.link, two, two),
  'that goes on from a fork': () => open(relay.link, fork, four),
  'with a number skipped': changed({ seq: 9 }),
  'that names another entry before': changed({ prev: random(32) }),
  'that begins again': changed({ seq: 1, prev: null }),
  'founded by a member who knows the relay’s first key': withFounder({ member: ghost.member }),
  'founded anew under an id of their own': () => open(madeUp.link),
  'founded with the founder’s id and other keys': withFounder({
    member: { ...ghost.member, uid: chief.uid },
  }),
  'founded for keys that are not the relay’s': withFounder({ teamFp: relay.fps[1] as Uint8Array }),
  'founded in a later generation': withFounder({ teamGen: 2 }),
  'founded by a member who is no manager': withFounder({ role: 'member' }),
  'founded by another act': withFounder({ act: 'rotate' }),
  'founded in somebody’s name': withFounder({ by: chief.uid }),
  'founded with a later number': withFounder({ seq: 2, prev: random(32) }),
  'founded after something else': withFounder({ prev: random(32) }),
  'founded with an approval': () => open({ ...relay.link, approval: random(64) }),
  'of another relay': () => team.openTeam({ ...relay.id, uid: otherRelay.uid }, [relay.link]),
  'under another first key': () => team.openTeam({ ...relay.id, sign: chief.member.sign }, [relay.link]),
  'under another first sealing key': () =>
    team.openTeam({ ...relay.id, enc: chief.keys.enc.publicKey }, [relay.link]),
});

allFail(
  'a team is not shown',
  {
    'as it was before what this device saw': () =>
      team.checkTeamPin({ seq: 3, hash: three.now.hash }, three.links.slice(0, 2)),
    'forked from what this device saw': () =>
      team.checkTeamPin({ seq: 2, hash: team.teamEntryHash(two.entry) }, [relay.link, fork]),
    'under a pin of no entry': () => team.checkTeamPin({ seq: 0, hash: random(32) }, three.links),
  },
  { code: 'rolled_back' },
);
t.doesNotThrow(() => team.checkTeamPin({ seq: 3, hash: three.now.hash }, three.links));
t.doesNotThrow(() => team.checkTeamPin(undefined, three.links));
