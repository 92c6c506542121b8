import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { type Grant, grantHash, openGrant, sealedHash } from '../../core/protocol/grant.js';
import { claimedReseal, openReseal, type Reseal } from '../../core/protocol/grant-keys.js';
import { fingerprint, openIdentityChain } from '../../core/protocol/identity.js';
import type { Database } from '../database/schema.js';
import * as repository from './head-repository.js';
import { identityChain } from './repository.js';

type Db = Kysely<Database>;

export interface NewGrant {
  readonly grant: Uint8Array;
  readonly sealed: Uint8Array;
  readonly priv: Uint8Array;
  readonly ownKey: Uint8Array;
}

export interface Resealed {
  readonly reseal: Uint8Array;
  readonly sealed: Uint8Array;
  /** The seal of a colleague that does not open, and that this one takes the place of. */
  readonly instead?: Uint8Array | undefined;
}

export interface GrantChanges {
  readonly give: readonly NewGrant[];
  readonly drop: readonly Uint8Array[];
  readonly reseal: readonly Resealed[];
}

/** The head that carries the changes: whose, its number, and the epoch of the safe's root key from it on. */
export interface AtHead {
  readonly safe: Uint8Array;
  readonly holder: Uint8Array;
  readonly signKey: Uint8Array;
  readonly seq: number;
  readonly epoch: number;
}

/** Grants that one safe may list; each is a row that every head is held against. */
const MAX_LISTED = 1000;

/** It is for who it says, under their keys of now: a grant to a made-up key would be sealed to nobody they know. */
export const checkRecipient = async (
  tx: Db,
  { to }: Grant,
  stale: ErrorCode = 'head_conflict',
): Promise<void> => {
  const found = await repository.recipient(tx, to.id);
  if (!found) throw new SafeError('not_found');
  const chain = await identityChain(tx, to.id);
  const meant = openIdentityChain(to.id, chain.slice(0, to.gen));
  if (meant.gen !== to.gen || !sameBytes(fingerprint(meant), to.fp)) throw damaged();
  if (to.gen !== chain.length) throw new SafeError(stale);
  if (found.role === 'relay' && !found.certified) throw new SafeError('not_certified');
};

export const checkScope = async (tx: Db, safe: Uint8Array, { scope }: Grant): Promise<void> => {
  if (scope.kind === 'safe') return;
  const known = await repository.countInScope(tx, safe, scope.kind, scope.ids);
  if (known !== scope.ids.length) throw new SafeError('not_found');
};

/** What a receipt says of itself is what is so, at this very head. */
const checkGrant = async (tx: Db, at: AtHead, given: NewGrant): Promise<Grant> => {
  const grant = openGrant(given.grant, at.signKey);
  const own = sameBytes(grant.safe, at.safe) && sameBytes(grant.holder, at.holder) && grant.parent === null;
  if (!own || !sameBytes(grant.by, at.holder) || !sameBytes(sealedHash(given.sealed), grant.sealed)) {
    throw damaged();
  }
  if (grant.headSeq !== at.seq - 1 || grant.epoch !== at.epoch) throw new SafeError('head_conflict');
  if (grant.exp <= (await repository.safeClock(tx, at.safe))) throw new SafeError('grant_expired');
  await checkRecipient(tx, grant);
  await checkScope(tx, at.safe, grant);
  return grant;
};

const give = async (tx: Db, at: AtHead, given: NewGrant): Promise<Uint8Array> => {
  const grant = await checkGrant(tx, at, given);
  const stored = await repository.insertGrant(tx, {
    id: grant.id,
    safe: at.safe,
    recipient: grant.to.id,
    envelope: given.grant,
    hash: grantHash(given.grant),
    sealed: given.sealed,
    private: given.priv,
    own_key: given.ownKey,
    scope: grant.scope.kind,
    scope_ids: grant.scope.ids,
    may_read: grant.perm.includes('read'),
    not_before: grant.nbf,
    expires: grant.exp,
    seal_generation: grant.to.gen,
    seal_epoch: grant.epoch,
  });
  // An id that was used once is never used again: the receipt of what ended must not stand for what is new.
  if (!stored) throw new SafeError('head_conflict');
  return grant.id;
};

/** Who seals a grant's keys anew, and for which epochs of the safe they can. */
export interface Sealer {
  readonly uid: Uint8Array;
  readonly isHolder: boolean;
  readonly signKey: Uint8Array;
  epochFits(epoch: number, before: number): boolean;
}

/** Whether a seal takes the place of one of the same keys that another member of the team made, and that does not open. */
const mends = (found: repository.SealedFor, said: Reseal, { instead }: Resealed): boolean => {
  if (!instead || !found.reseal || !sameBytes(instead, found.reseal)) return false;
  const { by } = claimedReseal(found.reseal);
  const byColleague = !sameBytes(by, found.holder) && !sameBytes(by, said.by);
  return byColleague && said.gen === found.seal_generation && said.epoch === found.seal_epoch;
};

/** What the holder sealed stays beside what a member seals: nobody can lose it to who seals nonsense. */
const formerOf = ({ reseal, holder }: repository.SealedFor, { isHolder }: Sealer) => {
  if (isHolder) return 'none';
  return reseal && sameBytes(claimedReseal(reseal).by, holder) ? 'present' : 'same';
};

/**
 * Takes keys sealed anew to the recipient's keys of now; never those of an older generation or epoch than are there. False if
 * these very ones are there already.
 */
export const storeReseal = async (
  tx: Db,
  safe: Uint8Array,
  resealed: Resealed,
  sealer: Sealer,
): Promise<boolean> => {
  const { reseal, sealed } = resealed;
  const { grant: id } = claimedReseal(reseal);
  const found = await repository.lockForReseal(tx, safe, id);
  if (!found) throw new SafeError('not_found');
  if (found.over !== null) throw new SafeError(found.over);
  const said = openReseal(reseal, sealer.signKey, found.hash);
  const own = sameBytes(said.by, sealer.uid) && sameBytes(said.grant, id);
  if (!own || !sameBytes(sealedHash(sealed), said.sealed)) throw damaged();
  if (found.reseal && sameBytes(found.reseal, reseal)) return false;
  const next =
    said.gen === found.newest_generation &&
    sealer.epochFits(said.epoch, found.seal_epoch) &&
    (said.gen > found.seal_generation || said.epoch > found.seal_epoch || mends(found, said, resealed));
  if (!next) throw new SafeError('conflict');
  const stored = { reseal, resealed: sealed, generation: said.gen, epoch: said.epoch };
  await repository.setReseal(tx, id, { ...stored, former: formerOf(found, sealer) });
  return true;
};

/** What a head changes of the safe's grants, inside its transaction. Dropping a grant that has not ended ends it. */
export const changeGrants = async (
  tx: Db,
  at: AtHead,
  changes: GrantChanges,
): Promise<{ given: Uint8Array[]; ended: Uint8Array[] }> => {
  const ended = await repository.unlist(tx, at, changes.drop);
  const given: Uint8Array[] = [];
  for (const one of changes.give) given.push(await give(tx, at, one));
  if (given.length > 0 && (await repository.listedHashes(tx, at.safe)).length > MAX_LISTED) {
    throw new SafeError('too_large');
  }
  const holder: Sealer = {
    uid: at.holder,
    isHolder: true,
    signKey: at.signKey,
    epochFits: (epoch) => epoch === at.epoch,
  };
  for (const one of changes.reseal) await storeReseal(tx, at.safe, one, holder);
  return { given, ended };
};
