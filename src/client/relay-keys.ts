import { sameBytes, toHex } from '../core/bytes.js';
import type { AnswerOf } from '../core/api/contract.js';
import { showIdentity } from '../core/api/accounts.js';
import { listRelays } from '../core/api/relays.js';
import type { AccountKey } from '../core/crypto/keys.js';
import { damaged } from '../core/errors.js';
import { fingerprint, type Identity, openIdentityChain } from '../core/protocol/identity.js';
import {
  checkTeamKey,
  type MemberIdentity,
  type TeamRole,
  unsealTeamKey,
  unwrapPreviousTeamKey,
} from '../core/protocol/team.js';
import { type Relay, verifyRelay } from './relay.js';
import type { AccountSession } from './session.js';
import { readLinks, wireBytes } from './wire.js';

/** A relay in whose team one is, with its keys: that of generation g at g − 1. */
export interface OwnRelay extends Relay {
  readonly role: TeamRole;
  readonly keys: readonly AccountKey[];
}

type Listed = AnswerOf<typeof listRelays>['relays'][number];

/** A key is the team's only if the team's public keys of that generation follow from it. */
const checked = (key: AccountKey, { uid, links }: Relay, generation: number): AccountKey => {
  checkTeamKey(key, openIdentityChain(uid, links.slice(0, generation)));
  return key;
};

const openKeys = (session: AccountSession, relay: Relay, { keys, previous }: Listed): AccountKey[] => {
  const newest = relay.team.teamGen;
  const sealed = keys.find(({ generation }) => generation === newest)?.sealed;
  if (sealed === undefined) throw damaged();
  const place = { relay: relay.uid, generation: newest, member: session.uid };
  const opened = [checked(unsealTeamKey(session.keys.enc, place, wireBytes(sealed)), relay, newest)];
  for (let generation = newest - 1; generation > 0; generation--) {
    const wrapped = previous.find((one) => one.generation === generation)?.wrapped;
    if (wrapped === undefined) throw damaged();
    const newer = opened[0] as AccountKey;
    const older = unwrapPreviousTeamKey(newer, relay.uid, generation, wireBytes(wrapped));
    opened.unshift(checked(older, relay, generation));
  }
  return opened;
};

/** The relays in whose team one is, verified, with their keys. One that this device never heard of is left out. */
export const ownRelays = async (session: AccountSession): Promise<OwnRelay[]> => {
  const { relays } = await session.api.call(listRelays, {});
  const known = session.pins.known().relays;
  const own: OwnRelay[] = [];
  for (const listed of relays.filter(({ relay }) => known[relay.id])) {
    const relay = await verifyRelay(session, listed.relay);
    const me = relay.team.members.get(toHex(session.uid));
    if (!me) throw damaged();
    own.push({ ...relay, role: me.role, keys: openKeys(session, relay, listed) });
  }
  return own;
};

/** The keys of a worker, held against the identity that a team's entry or a public code names; `damaged` if it is another. */
export const memberIdentity = async (
  session: AccountSession,
  { uid, gen, fp }: Pick<MemberIdentity, 'uid' | 'gen' | 'fp'>,
): Promise<Identity> => {
  const { identity } = await session.api.call(showIdentity, { params: { uid: toHex(uid) } });
  const links = readLinks(identity);
  const meant = openIdentityChain(uid, links.slice(0, gen));
  if (meant.gen !== gen || meant.role !== 'worker' || !sameBytes(fingerprint(meant), fp)) throw damaged();
  return meant;
};
