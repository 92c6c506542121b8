import type { Kysely } from 'kysely';
import { tagHash, verifyRelease } from '../../core/crypto/locked-secret.js';
import { ed25519KeyPair, random, sameSecret } from '../../core/crypto/sodium.js';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { recordForAccount } from '../log/record.js';
import type { AccountsPorts } from './ports.js';
import * as locks from './lock-repository.js';
import * as repository from './repository.js';

const CHALLENGE_MS = 120_000;

/** Stands in for the key of a lock that is not there, so that refusing it takes the same work. Nobody has its secret. */
const NOBODY = ed25519KeyPair(random(32)).publicKey;

/** A fresh challenge, for any locator: nobody learns which ones exist. */
export const challenging =
  ({ db }: AccountsPorts) =>
  async (loc: Uint8Array): Promise<{ challenge: Uint8Array; expiresAt: number }> => {
    const challenge = random(32);
    return { challenge, expiresAt: await locks.storeChallenge(db, loc, challenge, CHALLENGE_MS) };
  };

const reasonOf = (state: { blocked: boolean; frozen: boolean; out: boolean }): ErrorCode => {
  if (state.blocked) return 'lock_blocked';
  if (state.frozen) return 'lock_frozen';
  return state.out ? 'too_early' : 'spare_closed';
};

/**
 * Refuses a try that is not allowed now. Whoever holds the card can repeat it at will: of each lock and reason the log
 * gets one entry an hour.
 */
const refuseTry = async (tx: Kysely<Database>, caller: Caller): Promise<SafeError> => {
  const state = await locks.lockState(tx, caller.loc);
  const code = reasonOf(state);
  if (await locks.isFirstRefusal(tx, caller.loc, code)) {
    await recordForAccount(tx, { caller, act: 'unlocker.refused', outcome: code });
  }
  return new SafeError(
    code,
    code === 'too_early' ? { details: { retryAfterSeconds: state.waitSeconds } } : {},
  );
};

const refuseCode = async (tx: Kysely<Database>, caller: Caller, tries: number): Promise<SafeError> => {
  const frozen = tries >= locks.MAX_TRIES;
  const code = frozen ? 'lock_frozen' : 'wrong_code';
  await recordForAccount(tx, { caller, act: 'unlocker.refused', outcome: code });
  const { waitSeconds } = await locks.lockState(tx, caller.loc);
  const details = { triesLeft: locks.MAX_TRIES - tries, retryAfterSeconds: waitSeconds };
  return new SafeError(code, frozen ? {} : { details });
};

/** Resolves with a refusal instead of throwing it, so that the counted try is committed. */
const tryTag = async (
  tx: Kysely<Database>,
  caller: Caller,
  tag: Uint8Array,
): Promise<locks.CountedTry | SafeError> => {
  const counted = await locks.countTry(tx, caller.loc);
  if (!counted) return refuseTry(tx, caller);
  if (!sameSecret(counted.tagHash, tagHash(tag))) return refuseCode(tx, caller, counted.tries);
  await locks.forgiveTries(tx, caller.loc);
  const act = counted.type === 'spare' ? 'spare.use' : 'unlocker.login';
  await recordForAccount(tx, { caller, act, outcome: 'ok' });
  return counted;
};

export interface ReleaseAnswer {
  readonly loc: Uint8Array;
  readonly challenge: Uint8Array;
  readonly tag: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Checks possession first: who does not hold the card or device can't use up its tries. Then counts a try and compares the
 * tag; nothing of the outcome leaves before the count is committed.
 */
export const releasing =
  ({ db, secrets }: AccountsPorts) =>
  async ({ loc, challenge, tag, signature }: ReleaseAnswer) => {
    const fresh = await locks.takeChallenge(db, loc, challenge);
    const lock = await locks.findLock(db, loc);
    const possessed = verifyRelease(lock?.authKey ?? NOBODY, loc, challenge, tag, signature);
    if (!fresh || !lock || !possessed) throw new SafeError('unauthorized');
    const outcome = await db.transaction().execute((tx) => tryTag(tx, { uid: lock.uid, loc }, tag));
    if (outcome instanceof SafeError) throw outcome;
    const [identity, unlockers] = await Promise.all([
      repository.identityChain(db, lock.uid),
      repository.newestUnlockers(db, lock.uid),
    ]);
    return {
      uid: lock.uid,
      generation: outcome.generation,
      released: secrets.revealShare(loc, outcome.released),
      wrappedKey: outcome.wrappedKey,
      identity,
      unlockers: unlockers?.envelope ?? new Uint8Array(0),
    };
  };
