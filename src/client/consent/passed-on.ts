import { sameBytes, toHex } from '../../core/bytes.js';
import type { PassedGrant } from '../../core/api/grants.js';
import { damaged, isSafeError } from '../../core/errors.js';
import {
  claimedGrant,
  type Grant,
  grantHash,
  type GrantKey,
  type GrantPrivate,
  openPrivate,
  unwrapPrivate,
  unwrapSubGrantKey,
} from '../../core/protocol/grant.js';
import type { Session } from '../session.js';
import type { ClaimedSub, Given } from '../state.js';
import { wireBytes } from '../wire.js';
import { fetchSigners, openSub } from './givers.js';
import type { Signer } from './team-signers.js';

/** What a sub-grant carries, as far as who gave it wrapped it rightly. */
export interface OpenedSub {
  readonly key: GrantKey;
  readonly private: GrantPrivate;
  readonly privateBytes: Uint8Array;
}

/** A sub-grant whose receipt was verified, or that nothing proves. */
export interface PassedOn extends Omit<ClaimedSub, 'claimed'> {
  readonly grant: Grant;
  readonly hash: Uint8Array;
  /** Who passed it on; null if nobody whom the parent is for signed this. */
  readonly giver: Signer | null;
  /** Null where its words can't be read: then nothing of them is shown, and it can still be ended. */
  readonly opened: OpenedSub | null;
}

/** Reads what the server lists without believing it; one under no grant of the holder is `damaged`. */
export const claimedSubs = (given: readonly Given[], wires: readonly PassedGrant[]): ClaimedSub[] => {
  const all = wires.map((wire): ClaimedSub => {
    const envelope = wireBytes(wire.grant);
    const claimed = claimedGrant(envelope);
    const parent = given.find(({ grant }) => claimed.parent !== null && sameBytes(grant.id, claimed.parent));
    if (!parent) throw damaged();
    const [priv, ownKey] = [wireBytes(wire.priv), wireBytes(wire.ownKey)];
    const { epoch, givenAt, endedAt } = wire;
    return { id: toHex(claimed.id), parent, claimed, envelope, priv, ownKey, epoch, givenAt, endedAt };
  });
  const ids = [...given, ...all].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) throw damaged();
  return all;
};

/** Opens the private part by the parent's key; whoever passes on could have written anything there. */
export const openSubPrivate = (
  parent: GrantKey,
  grant: Grant,
  { priv, ownKey }: Pick<ClaimedSub, 'priv' | 'ownKey'>,
): OpenedSub | null => {
  try {
    const key = unwrapSubGrantKey(parent, grant, ownKey);
    const privateBytes = unwrapPrivate(key, grant, priv);
    return { key, privateBytes, private: openPrivate(grant, privateBytes) };
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return null;
  }
};

const UNBELIEVED = ['damaged', 'not_found', 'rolled_back'] as const;

/** Of whom keys can't be believed, nobody signed anything. */
const signersOf = async (session: Session, { grant }: Given): Promise<readonly Signer[]> => {
  try {
    return await fetchSigners(session, grant.to);
  } catch (error) {
    if (!UNBELIEVED.some((code) => isSafeError(error, code))) throw error;
    return [];
  }
};

const verified = (sub: ClaimedSub, signers: readonly Signer[]): Pick<PassedOn, 'grant' | 'giver'> => {
  try {
    return openSub(sub.envelope, sub.parent.grant, signers);
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return { grant: sub.claimed, giver: null };
  }
};

/** What was passed on under the holder's grants: each held against its parent and the chains of whom that is for. */
export const openPassedOn = async (session: Session, subs: readonly ClaimedSub[]): Promise<PassedOn[]> => {
  const known = new Map<string, Promise<readonly Signer[]>>();
  const all: PassedOn[] = [];
  for (const sub of subs) {
    const signers = known.get(sub.parent.id) ?? signersOf(session, sub.parent);
    known.set(sub.parent.id, signers);
    const { claimed: _, ...rest } = sub;
    const { grant, giver } = verified(sub, await signers);
    const opened = giver && openSubPrivate(sub.parent.key, grant, sub);
    all.push({ ...rest, grant, giver, opened, hash: grantHash(sub.envelope) });
  }
  return all;
};
