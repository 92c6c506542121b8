import type { Kysely } from 'kysely';
import { sameBytes, toHex } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { type LockEnrolment, verifyRelease, tagHash } from '../../core/crypto/locked-secret.js';
import { envelopeBytes } from '../../core/crypto/sign.js';
import { random, sameSecret } from '../../core/crypto/sodium.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { type Identity, type IdentityLink, openIdentityChain } from '../../core/protocol/identity.js';
import type { LogAction } from '../../core/protocol/log.js';
import { ID } from '../../core/protocol/shape.js';
import {
  openUnlockers,
  type UnlockerList,
  unlockersFollow,
  unlockersHash,
  wrappedKeyHash,
} from '../../core/protocol/unlockers.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { recordAccountRefusal, recordForAccount } from '../log/record.js';
import type { ServerSecrets } from '../server-key.js';
import * as repository from './repository.js';

const CHALLENGE_MS = 120_000;

export interface FirstSafe {
  readonly id: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly head: Uint8Array;
}

export interface AccountsPorts {
  readonly db: Kysely<Database>;
  readonly secrets: Pick<ServerSecrets, 'protectShare' | 'revealShare'>;
  /** Makes the account's first safe in the same transaction; throws `damaged` unless the holder signed it. */
  openFirstSafe(tx: Kysely<Database>, holder: Identity, safe: FirstSafe): Promise<void>;
}

export interface Opening {
  readonly statement: Uint8Array;
  readonly unlockers: Uint8Array;
  readonly locks: readonly LockEnrolment[];
  readonly safe: FirstSafe;
}

/** The account that a statement claims to speak for; the chain that names it is verified next. */
const claimedUid = (statement: Uint8Array): Uint8Array => {
  const claimed = parseCanonical(envelopeBytes(statement)) as { uid?: string };
  return ID(claimed?.uid);
};

/** Every lock on the list is one that is kept or newly enrolled, with the same key and the same wrapped account key. */
const checkLocks = (
  list: UnlockerList,
  locks: readonly { loc: Uint8Array; auth: Uint8Array; wrappedKey: Uint8Array }[],
): void => {
  const known = new Map(locks.map((lock) => [toHex(lock.loc), lock]));
  for (const entry of list.list) {
    const lock = known.get(toHex(entry.loc));
    const same =
      lock && sameBytes(lock.auth, entry.auth) && sameBytes(wrappedKeyHash(lock.wrappedKey), entry.key);
    if (!same) throw damaged();
  }
};

export const accountsService = ({ db, secrets, openFirstSafe }: AccountsPorts) => {
  const store = async (tx: Kysely<Database>, identity: Identity, link: IdentityLink, opening: Opening) => {
    await repository.insertIdentity(tx, identity.uid, 1, link, identity.sign);
    await repository.insertUnlockers(tx, identity.uid, 1, opening.unlockers);
    await repository.insertLocks(tx, identity.uid, 1, opening.locks, secrets.protectShare);
    await openFirstSafe(tx, identity, opening.safe);
  };

  /** Whether the account was opened before with exactly this statement: then the first answer got lost. */
  const isRepeated = async (
    tx: Kysely<Database>,
    uid: Uint8Array,
    statement: Uint8Array,
  ): Promise<boolean> => {
    const [first] = await repository.identityChain(tx, uid);
    return first !== undefined && sameBytes(first.statement, statement);
  };

  const open = async (opening: Opening): Promise<{ uid: Uint8Array }> => {
    const link = { statement: opening.statement, approval: null };
    const identity = openIdentityChain(claimedUid(opening.statement), [link]);
    const list = openUnlockers(opening.unlockers, identity.sign, identity.uid);
    if (identity.role !== 'holder' || list.seq !== 1 || list.list.length !== opening.locks.length)
      throw damaged();
    checkLocks(list, opening.locks);
    await db.transaction().execute(async (tx) => {
      if (await repository.insertAccount(tx, identity.uid, identity.role)) {
        await store(tx, identity, link, opening);
      } else if (!(await isRepeated(tx, identity.uid, opening.statement))) {
        throw new SafeError('conflict');
      }
    });
    return { uid: identity.uid };
  };

  const challenge = async (loc: Uint8Array): Promise<{ challenge: Uint8Array; expiresAt: number }> => {
    const value = random(32);
    return { challenge: value, expiresAt: await repository.storeChallenge(db, loc, value, CHALLENGE_MS) };
  };

  const refuseTry = async (tx: Kysely<Database>, caller: Caller): Promise<SafeError> => {
    const state = await repository.lockState(tx, caller.loc);
    const code: ErrorCode = state.blocked ? 'lock_blocked' : state.frozen ? 'lock_frozen' : 'too_early';
    await recordForAccount(tx, { caller, act: 'unlocker.refused', outcome: code });
    return new SafeError(
      code,
      code === 'too_early' ? { details: { retryAfterSeconds: state.waitSeconds } } : {},
    );
  };

  const refuseCode = async (tx: Kysely<Database>, caller: Caller, tries: number): Promise<SafeError> => {
    const frozen = tries >= repository.MAX_TRIES;
    const code = frozen ? 'lock_frozen' : 'wrong_code';
    await recordForAccount(tx, { caller, act: 'unlocker.refused', outcome: code });
    const { waitSeconds } = await repository.lockState(tx, caller.loc);
    const details = { triesLeft: repository.MAX_TRIES - tries, retryAfterSeconds: waitSeconds };
    return new SafeError(code, frozen ? {} : { details });
  };

  /** Resolves with a refusal instead of throwing it, so that the counted try is committed. */
  const tryTag = async (tx: Kysely<Database>, caller: Caller, tag: Uint8Array) => {
    const counted = await repository.countTry(tx, caller.loc);
    if (!counted) return refuseTry(tx, caller);
    if (!sameSecret(counted.tagHash, tagHash(tag))) return refuseCode(tx, caller, counted.tries);
    await repository.forgiveTries(tx, caller.loc);
    await recordForAccount(tx, { caller, act: 'unlocker.login', outcome: 'ok' });
    return counted;
  };

  const release = async (answer: {
    loc: Uint8Array;
    challenge: Uint8Array;
    tag: Uint8Array;
    signature: Uint8Array;
  }) => {
    const { loc, challenge: asked, tag, signature } = answer;
    const fresh = await repository.takeChallenge(db, loc, asked);
    const lock = await repository.findLock(db, loc);
    // Possession first: who does not hold the card or device can't use up its tries.
    const possessed = verifyRelease(lock?.authKey ?? new Uint8Array(32), loc, asked, tag, signature);
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

  /** Does something for an account and writes its entry in the same transaction; a refusal is an entry of its own. */
  const operate = async <T>(
    caller: Caller,
    act: LogAction,
    work: (tx: Kysely<Database>, account: { vouched: boolean }) => Promise<T>,
  ): Promise<T> => {
    try {
      return await db.transaction().execute(async (tx) => {
        const account = await repository.lockAccount(tx, caller.uid, caller.loc);
        if (!account || account.refusal)
          throw new SafeError((account?.refusal ?? 'unauthorized') as ErrorCode);
        const result = await work(tx, account);
        await recordForAccount(tx, { caller, act, outcome: 'ok' });
        return result;
      });
    } catch (error) {
      await recordAccountRefusal(db, { caller, act }, error);
      throw error;
    }
  };

  const show = async (caller: Caller) =>
    operate(caller, 'safe.look', async (tx, { vouched }) => {
      const unlockers = await repository.newestUnlockers(tx, caller.uid);
      return {
        vouched,
        identity: await repository.identityChain(tx, caller.uid),
        unlockers: unlockers?.envelope ?? new Uint8Array(0),
        locks: (await repository.accountLocks(tx, caller.uid)).filter((lock) => !lock.blocked_at),
      };
    });

  const replaceUnlockers = async (
    tx: Kysely<Database>,
    uid: Uint8Array,
    envelope: Uint8Array,
    enrolled: readonly LockEnrolment[],
  ): Promise<UnlockerList> => {
    const signer = await repository.newestSignKey(tx, uid);
    const last = await repository.newestUnlockers(tx, uid);
    if (!signer || !last) throw new SafeError('unauthorized');
    const list = openUnlockers(envelope, signer.key, uid);
    if (sameBytes(envelope, last.envelope)) return list;
    if (!unlockersFollow(list, last.envelope, last.seq)) throw new SafeError('conflict');
    const locks = await repository.accountLocks(tx, uid);
    const kept = locks.filter((lock) => !lock.blocked_at);
    const keptLocks = kept.map((lock) => ({
      loc: lock.loc,
      auth: lock.auth_key,
      wrappedKey: lock.wrapped_key,
    }));
    checkLocks(list, [...keptLocks, ...enrolled]);
    const listed = new Set(list.list.map((entry) => toHex(entry.loc)));
    if (enrolled.some((lock) => !listed.has(toHex(lock.loc)))) throw damaged();
    if (enrolled.some((lock) => locks.some((old) => sameBytes(old.loc, lock.loc)))) throw damaged();
    await repository.insertUnlockers(tx, uid, list.seq, envelope);
    await repository.insertLocks(tx, uid, signer.generation, enrolled, secrets.protectShare);
    const gone = kept.map((lock) => lock.loc).filter((loc) => !listed.has(toHex(loc)));
    await repository.blockLocks(tx, uid, gone);
    return list;
  };

  const changeUnlockers = async (caller: Caller, envelope: Uint8Array, enrolled: readonly LockEnrolment[]) =>
    operate(caller, 'unlocker.change', async (tx) => {
      const list = await replaceUnlockers(tx, caller.uid, envelope, enrolled);
      return { seq: list.seq, hash: unlockersHash(envelope) };
    });

  return { open, challenge, release, show, changeUnlockers };
};
