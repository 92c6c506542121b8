import { toBase64Url } from '../core/bytes.js';
import type { NewGrant, ResealWire } from '../core/api/grants.js';
import { isSafeError } from '../core/errors.js';
import { sealedHash, unwrapGrantKey } from '../core/protocol/grant.js';
import { resealGrantKeys, signReseal } from '../core/protocol/grant-keys.js';
import { makeEpoch, type NewEpoch } from './epoch.js';
import { keysFor } from './grant-keys.js';
import { findRecipient } from './recipient.js';
import type { Session } from './session.js';
import type { GivenGrant, Safe, SafeState } from './state.js';

/** A grant to be given: made for the very head that carries it. */
export interface Give {
  /** Id in hexadecimal. */
  readonly id: string;
  make(safe: Safe): Promise<{ readonly given: GivenGrant; readonly wire: NewGrant }>;
}

/** What a head changes of grants and keys. */
export interface GrantChanges {
  /** The safe from that head on: with a new key, if there is one. */
  readonly safe: Safe;
  readonly listed: readonly GivenGrant[];
  readonly give: readonly NewGrant[];
  readonly drop: readonly string[];
  readonly reseal: readonly ResealWire[];
  readonly epoch: NewEpoch['wire'] | null;
  readonly rewrap: NewEpoch['rewrap'];
}

/** Whether a grant no longer shows anything: taken back, given back, or its date is over by this device's clock. */
export const isOver = ({ endedAt, grant }: Pick<GivenGrant, 'endedAt' | 'grant'>, now: number): boolean =>
  endedAt !== null || grant.exp <= now;

/** Who had a key of a category or of the safe must not open what comes later. */
export const needsNewKey = ({ grant }: GivenGrant): boolean => grant.scope.kind !== 'doc';

/** What the next head leaves out: what was asked for, and what is over. */
export const toDrop = (session: Session, { grants }: SafeState, asked: readonly string[]): GivenGrant[] => {
  const now = session.device.clock.now();
  return grants.filter((one) => asked.includes(one.id) || isOver(one, now));
};

/** The keys of a grant that goes on, sealed to its recipient for the safe's new key. */
const reseal = async (session: Session, safe: Safe, given: GivenGrant): Promise<ResealWire[]> => {
  const { grant, hash, ownKey } = given;
  try {
    const { identity } = await findRecipient(session, grant.to.id);
    const grantKey = unwrapGrantKey(session.account, grant, ownKey);
    const renewed = { receipt: hash, gen: identity.gen, epoch: safe.keys.length };
    const sealed = resealGrantKeys(identity.enc, renewed, { grantKey, keys: keysFor(safe, grant.scope, []) });
    const said = { ...renewed, grant: grant.id, sealed: sealedHash(sealed), by: session.uid };
    const signed = signReseal({ ...said, ts: session.device.clock.now() }, session.keys.sign.secretKey);
    return [{ reseal: toBase64Url(signed), sealed: toBase64Url(sealed) }];
  } catch (error) {
    // Whose keys can't be believed gets none; that must not keep the holder from changing the safe.
    if (isSafeError(error, 'damaged') || isSafeError(error, 'not_found') || isSafeError(error, 'rolled_back'))
      return [];
    throw error;
  }
};

/** Works out what the head that follows `state` says of grants. */
export const planGrants = async (
  session: Session,
  { safe, grants }: SafeState,
  drop: readonly GivenGrant[],
  give: readonly Give[],
): Promise<GrantChanges> => {
  const epoch = drop.some(needsNewKey) ? await makeEpoch(session, safe) : null;
  const next = epoch?.safe ?? safe;
  const kept = grants.filter((one) => !drop.includes(one));
  const resealed: ResealWire[] = [];
  if (epoch) for (const one of kept.filter(needsNewKey)) resealed.push(...(await reseal(session, next, one)));
  const made = [];
  for (const one of give) made.push(await one.make(next));
  return {
    safe: next,
    listed: [...kept, ...made.map(({ given }) => given)],
    give: made.map(({ wire }) => wire),
    drop: drop.map(({ id }) => id),
    reseal: resealed,
    epoch: epoch?.wire ?? null,
    rewrap: epoch?.rewrap ?? [],
  };
};
