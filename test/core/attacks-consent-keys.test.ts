import t from 'tap';
import { newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import * as identity from '../../src/core/protocol/identity.js';
import * as team from '../../src/core/protocol/team.js';
import { allFail } from '../helpers/attacks.js';
import { built, newRelay, person } from '../helpers/consent.js';

const [chief, awa, bo] = [person(), person(), person()];
const [relay, otherRelay] = [newRelay(chief), newRelay(chief)];
const first = built(relay);
const gone = built(
  relay,
  { act: 'add', by: chief, about: awa },
  { act: 'add', by: chief, about: bo },
  { act: 'remove', by: chief, about: bo },
);

/** What a removed member and the server could put beside a genuine team: the old key approves any next one. */
const hidden = identity.identityKeys(newKey());
const usurped = identity.nextIdentity(
  { identity: identity.openIdentityChain(relay.uid, relay.chain.slice(0, 1)), link: relay.chain[0] as never },
  relay.keys[0] as identity.IdentityKeys,
  hidden,
  2,
);
const stands =
  (now: team.Team, ...chain: identity.IdentityLink[]) =>
  () =>
    team.openTeamIdentity(now, chain);
const [g1, g2, g3] = relay.chain as [identity.IdentityLink, identity.IdentityLink, identity.IdentityLink];
t.strictSame(
  stands(gone.now, g1, g2)().enc,
  relay.keys[1]?.enc.publicKey,
  'a team stands behind its own key',
);
t.doesNotThrow(
  () => identity.openIdentityChain(relay.uid, [g1, usurped]),
  'its old key approved the usurper',
);

allFail('nothing is sealed to a relay', {
  'whose next key a removed member approved': stands(gone.now, g1, usurped),
  'under the key from before a removal': stands(gone.now, g1),
  'under a key that the team has not announced': stands(gone.now, g1, g2, g3),
  'whose rotation the old key did not approve': stands(gone.now, g1, { ...g2, approval: null }),
  'under another relay’s key': stands(gone.now, ...otherRelay.chain.slice(0, 2)),
  'under a number that the team has not announced, with the same keys': () => {
    const same = relay.keys[0] as identity.IdentityKeys;
    const last = { identity: identity.openIdentityChain(relay.uid, [g1]), link: g1 };
    return team.openTeamIdentity(first.now, [g1, identity.nextIdentity(last, same, same, 2)]);
  },
  'that is a person': () => {
    const link = identity.firstIdentity(relay.uid, 'worker', relay.keys[0] as never, 1);
    return team.openTeamIdentity(first.now, [link]);
  },
});

const place = { relay: relay.uid, generation: 2, member: awa.uid };
const [older, newer] = relay.accounts as [never, never];
const sealed = team.sealTeamKey(awa.keys.enc.publicKey, place, newer);
const wrapped = team.wrapPreviousTeamKey(newer, relay.uid, 1, older);
t.strictSame(team.unsealTeamKey(awa.keys.enc, place, sealed), newer);
t.strictSame(team.unwrapPreviousTeamKey(newer, relay.uid, 1, wrapped), older);
t.doesNotThrow(() => team.checkTeamKey(newer, stands(gone.now, g1, g2)()));

allFail('a team’s key does not open', {
  'for another member': () => team.unsealTeamKey(bo.keys.enc, place, sealed),
  'as another member’s': () => team.unsealTeamKey(awa.keys.enc, { ...place, member: bo.uid }, sealed),
  'as another generation’s': () => team.unsealTeamKey(awa.keys.enc, { ...place, generation: 3 }, sealed),
  'as another relay’s': () => team.unsealTeamKey(awa.keys.enc, { ...place, relay: otherRelay.uid }, sealed),
  'when something longer was sealed': () =>
    team.unsealTeamKey(
      awa.keys.enc,
      place,
      team.sealTeamKey(awa.keys.enc.publicKey, place, random(33) as never),
    ),
  'when the server made it up': () => team.checkTeamKey(newKey(), stands(gone.now, g1, g2)()),
  'when it is the one from before': () => team.checkTeamKey(older, stands(gone.now, g1, g2)()),
  'the one before it, as another generation': () => team.unwrapPreviousTeamKey(newer, relay.uid, 2, wrapped),
  'the one before it, as another relay’s': () =>
    team.unwrapPreviousTeamKey(newer, otherRelay.uid, 1, wrapped),
  'the one after it': () => team.unwrapPreviousTeamKey(older, relay.uid, 1, wrapped),
});
