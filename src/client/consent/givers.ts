import { sameBytes, toHex } from '../../core/bytes.js';
import type { IdentityLinkWire } from '../../core/api/accounts.js';
import type { TeamLinkWire } from '../../core/api/relays.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { claimedGrant, type Grant, openGrant } from '../../core/protocol/grant.js';
import { isPassedOn } from '../../core/protocol/grant-bounds.js';
import { openIdentityChain, openPinnedIdentity } from '../../core/protocol/identity.js';
import { readLinks } from '../locks.js';
import { type Believer, meetRelay, openChains } from '../relay/open.js';
import { fetchIdentity } from './chains.js';
import { everyMember, type Signer } from './team-signers.js';

/** Whom a grant is for, as their chains say that they are: a worker has no team. */
export interface GiverChains {
  readonly identity: readonly IdentityLinkWire[];
  readonly team: readonly TeamLinkWire[] | null;
}

/**
 * Everybody who could ever act for whom a grant is for, by chains that pass through the keys that its receipt names. People
 * leave a team, and what they signed before stays signed.
 */
export const signersIn = (to: Grant['to'], { identity, team }: GiverChains): readonly Signer[] => {
  const pin = { uid: to.id, gen: to.gen, fp: to.fp };
  const links = readLinks(identity);
  const newest = openPinnedIdentity(pin, links);
  if (newest.role === 'worker' && team === null) {
    const later = links.map((_, i) => openIdentityChain(to.id, links.slice(0, i + 1))).slice(to.gen - 1);
    return later.map(({ sign }) => ({ uid: to.id, sign, name: '' }));
  }
  if (newest.role !== 'relay' || team === null) throw damaged();
  const wire = { id: toHex(to.id), identity: [...identity], certificate: null, team: [...team] };
  return everyMember(openChains(to.id, wire, (all) => openPinnedIdentity(pin, all)).teamLinks);
};

/** The same, of the chains that the server has now. */
export const fetchSigners = async (session: Believer, to: Grant['to']): Promise<readonly Signer[]> => {
  const pin = { uid: to.id, gen: to.gen, fp: to.fp };
  const links = await fetchIdentity(session, to.id);
  const newest = openPinnedIdentity(pin, links);
  if (newest.role === 'worker') return [{ uid: to.id, sign: newest.sign, name: '' }];
  const relay = await meetRelay(session, to.id, (all) => openPinnedIdentity(pin, all));
  return everyMember(relay.teamLinks);
};

/** Those who are of whom a grant is for now, by the chains that the server has: nobody who has left a relay. */
export const fetchMembers = async (session: Believer, to: Grant['to']): Promise<readonly Signer[]> => {
  const pin = { uid: to.id, gen: to.gen, fp: to.fp };
  const newest = openPinnedIdentity(pin, await fetchIdentity(session, to.id));
  if (newest.role === 'worker') return [{ uid: to.id, sign: newest.sign, name: '' }];
  const { team } = await meetRelay(session, to.id, (all) => openPinnedIdentity(pin, all));
  return [...team.members.values()];
};

/**
 * Verifies a sub-grant: signed by somebody whom its parent is for, and within it. Where papers lie is not known here: who
 * looks at them holds them against the parent's categories.
 */
export const openSub = (
  envelope: Uint8Array,
  parent: Grant,
  signers: readonly Signer[],
): { readonly grant: Grant; readonly giver: Signer } => {
  const { by } = claimedGrant(envelope);
  for (const giver of signers.filter(({ uid }) => sameBytes(uid, by))) {
    try {
      const grant = openGrant(envelope, giver.sign, by);
      if (isPassedOn(grant, parent, () => parent.scope.ids[0])) return { grant, giver };
    } catch (error) {
      // signed with another of their keys
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};
