import { sameBytes, toHex } from '../../core/bytes.js';
import type { ReceivedGrant } from '../../core/api/grants.js';
import type { KeyPair } from '../../core/crypto/sodium.js';
import { damaged, isSafeError, SafeError } from '../../core/errors.js';
import {
  claimedReseal,
  type GrantKeys,
  openGrantKeys,
  openResealedKeys,
  openReseal,
  type Reseal,
} from '../../core/protocol/grant-keys.js';
import type { Grant } from '../../core/protocol/grant.js';
import { type Identity, identityKeys, openIdentityChain } from '../../core/protocol/identity.js';
import { wireBytes } from '../wire.js';
import { type Believed, teamFor } from './believed.js';
import type { Caller } from './chains.js';
import { everyMember, teamSigners } from './team-signers.js';

/** The keys of a grant, and for which keys of the recipient and of the safe they were sealed. */
export interface SealedKeys {
  readonly keys: GrantKeys;
  readonly sealedFor: { readonly gen: number; readonly epoch: number };
  /** What a member of the team sealed anew and that does not open, or not to what the person sealed; by whom. */
  readonly badSeal: { readonly by: string; readonly reseal: string } | null;
}

/** Of whom a grant is, and what was verified of it so far. */
export interface At {
  readonly caller: Caller;
  readonly believed: Believed;
  readonly grant: Grant;
  /** Hash of the receipt. */
  readonly receipt: Uint8Array;
  readonly holder: Identity;
}

/** The pair of keys of one generation, if the worker has it, and its public part is that of the relay's own chain. */
const pairOf = (
  caller: Caller,
  believed: Believed,
  { id, gen }: Pick<Grant['to'], 'id' | 'gen'>,
): KeyPair => {
  if (sameBytes(id, caller.uid)) {
    if (gen !== caller.identity.gen) throw damaged();
    return caller.keys.enc;
  }
  const team = teamFor(believed, id);
  const key = team?.teamKeys.get(gen);
  if (!team || !key) throw damaged();
  const identity = openIdentityChain(id, team.links.slice(0, gen));
  const { enc } = identityKeys(key);
  if (identity.gen !== gen || !sameBytes(enc.publicKey, identity.enc)) throw damaged();
  return enc;
};

/** Sealed anew by the holder, or by somebody whom the team ever had. Keys that lie are found out by what they open. */
const openRenewal = ({ believed, grant, receipt, holder }: At, envelope: Uint8Array): Reseal => {
  const { by } = claimedReseal(envelope);
  const meant = { grant: grant.id, by };
  const team = teamFor(believed, grant.to.id);
  const keys = sameBytes(by, holder.uid) ? [holder.sign] : team ? teamSigners(team, by) : [];
  for (const key of keys) {
    try {
      const reseal = openReseal(envelope, key, receipt, meant);
      if (reseal.gen < grant.to.gen || reseal.epoch < grant.epoch) throw damaged();
      return reseal;
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};

const checkScope = ({ scope, safe }: Grant, { keys }: GrantKeys): void => {
  const ids = scope.kind === 'safe' ? [safe] : scope.ids;
  if (!keys.every(({ id }) => ids.some((one) => sameBytes(one, id)))) throw damaged();
};

type Wire = NonNullable<ReceivedGrant['renewed']>;

const openRenewed = (at: At, { gen, epoch, ...reseal }: Reseal, sealed: string): SealedKeys => {
  const pair = pairOf(at.caller, at.believed, { id: at.grant.to.id, gen });
  const keys = openResealedKeys(pair, { ...reseal, gen, epoch }, wireBytes(sealed));
  checkScope(at.grant, keys);
  return { keys, sealedFor: { gen, epoch }, badSeal: null };
};

const openFirst = ({ caller, believed, grant }: At, sealed: string): SealedKeys => ({
  keys: openGrantKeys(pairOf(caller, believed, grant.to), grant, wireBytes(sealed)),
  sealedFor: { gen: grant.to.gen, epoch: grant.epoch },
  badSeal: null,
});

const attempt = <T>(open: () => T): T | undefined => {
  try {
    return open();
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return undefined;
  }
};

/** What who gave it sealed last, which stays beside what a member sealed anew; for the same epoch of the safe. */
const openFormer = (
  at: At,
  { sealed, former }: Pick<ReceivedGrant, 'sealed' | 'former'>,
  epoch: number,
): SealedKeys | undefined => {
  const opened = attempt(() => {
    if (former === null) return openFirst(at, sealed);
    const reseal = openRenewal(at, wireBytes(former.reseal));
    if (!sameBytes(reseal.by, at.holder.uid)) throw damaged();
    return openRenewed(at, reseal, former.sealed);
  });
  return opened?.sealedFor.epoch === epoch ? opened : undefined;
};

const isSame = (a: GrantKeys, b: GrantKeys): boolean =>
  sameBytes(a.grantKey, b.grantKey) &&
  a.keys.length === b.keys.length &&
  a.keys.every(({ id, n, key }, i) => {
    const other = b.keys[i];
    return other !== undefined && sameBytes(id, other.id) && n === other.n && sameBytes(key, other.key);
  });

const nameOf = ({ believed, grant }: At, by: Uint8Array): string => {
  const team = teamFor(believed, grant.to.id);
  return everyMember(team?.teamLinks ?? []).findLast(({ uid }) => sameBytes(uid, by))?.name ?? toHex(by);
};

/** Sealed anew by a member: it must open, and to what who gave it sealed. Otherwise that is taken, and it is said by whom. */
const openMembers = (at: At, wire: ReceivedGrant, renewed: Wire, reseal: Reseal): SealedKeys => {
  const opened = attempt(() => openRenewed(at, reseal, renewed.sealed));
  const former = openFormer(at, wire, reseal.epoch);
  if (opened && (!former || isSame(opened.keys, former.keys))) return opened;
  const by = nameOf(at, reseal.by);
  if (!former) throw new SafeError('bad_seal', { details: { by } });
  return { ...former, badSeal: { by, reseal: renewed.reseal } };
};

/**
 * Opens what a grant carries.
 *
 * @throws SafeError `damaged`; `bad_seal` (detail `by`) if a member sealed nonsense and nothing else is left that opens
 */
export const openSealed = (at: At, wire: ReceivedGrant): SealedKeys => {
  const { renewed } = wire;
  if (renewed === null) return openFirst(at, wire.sealed);
  const reseal = openRenewal(at, wireBytes(renewed.reseal));
  const byHolder = sameBytes(reseal.by, at.holder.uid);
  return byHolder ? openRenewed(at, reseal, renewed.sealed) : openMembers(at, wire, renewed, reseal);
};
