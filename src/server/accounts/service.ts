import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { type LockEnrolment, tagHash, verifyRelease } from '../../core/crypto/locked-secret.js';
import { ed25519KeyPair, random, sameSecret } from '../../core/crypto/sodium.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import type { LogAction } from '../../core/protocol/log.js';
import {
  openUnlockers,
  type UnlockerList,
  unlockersFollow,
  unlockersHash,
} from '../../core/protocol/unlockers.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { recordAccountRefusal, recordForAccount } from '../log/record.js';
import type { ServerSecrets } from '../server-key.js';
import { checkEnrolled, checkListed, isListed } from './listed.js';
import { accountOpening, type OpeningPorts } from './opening.js';
import * as lockRepository from './lock-repository.js';
import * as repository from './repository.js';

const CHALLENGE_MS = 120_000;

/** Stands in for the key of a lock that is not there, so that refusing it takes the same work. Nobody has its secret. */
const NOBODY = ed25519KeyPair(random(32)).publicKey;

export interface AccountsPorts extends OpeningPorts {
  readonly secrets: Pick<ServerSecrets, 'protectShare' | 'revealShare'>;
}

export const accountsService = (ports: AccountsPorts) => {
  const { db, secrets } = ports;
  const open = accountOpening(ports);

  const challenge = async (loc: Uint8Array): Promise<{ challenge: Uint8Array; expiresAt: number }> => {
    const value = random(32);
    return { challenge: value, expiresAt: await lockRepository.storeChallenge(db, loc, value, CHALLENGE_MS) };
  };

  const refuseTry = async (tx: Kysely<Database>, caller: Caller): Promise<SafeError> => {
    const state = await lockRepository.lockState(tx, caller.loc);
    const code: ErrorCode = state.blocked ? 'lock_blocked' : state.frozen ? 'lock_frozen' : 'too_early';
    await recordForAccount(tx, { caller, act: 'unlocker.refused', outcome: code });
    return new SafeError(
      code,
      code === 'too_early' ? { details: { retryAfterSeconds: state.waitSeconds } } : {},
    );
  };

  const refuseCode = async (tx: Kysely<Database>, caller: Caller, tries: number): Promise<SafeError> => {
    const frozen = tries >= lockRepository.MAX_TRIES;
    const code = frozen ? 'lock_frozen' : 'wrong_code';
    await recordForAccount(tx, { caller, act: 'unlocker.refused', outcome: code });
    const { waitSeconds } = await lockRepository.lockState(tx, caller.loc);
    const details = { triesLeft: lockRepository.MAX_TRIES - tries, retryAfterSeconds: waitSeconds };
    return new SafeError(code, frozen ? {} : { details });
  };

  /** Resolves with a refusal instead of throwing it, so that the counted try is committed. */
  const tryTag = async (tx: Kysely<Database>, caller: Caller, tag: Uint8Array) => {
    const counted = await lockRepository.countTry(tx, caller.loc);
    if (!counted) return refuseTry(tx, caller);
    if (!sameSecret(counted.tagHash, tagHash(tag))) return refuseCode(tx, caller, counted.tries);
    await lockRepository.forgiveTries(tx, caller.loc);
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
    const fresh = await lockRepository.takeChallenge(db, loc, asked);
    const lock = await lockRepository.findLock(db, loc);
    // Possession first: who does not hold the card or device can't use up its tries.
    const possessed = verifyRelease(lock?.authKey ?? NOBODY, loc, asked, tag, signature);
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
        locks: (await lockRepository.accountLocks(tx, caller.uid)).filter((lock) => !lock.blocked_at),
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
    if (list.gen !== signer.generation) throw damaged();
    if (!unlockersFollow(list, last.envelope, last.seq)) throw new SafeError('conflict');
    const locks = await lockRepository.accountLocks(tx, uid);
    const kept = locks.filter((lock) => !lock.blocked_at);
    const keptLocks = kept.map((lock) => ({
      type: lock.type,
      loc: lock.loc,
      auth: lock.auth_key,
      wrappedKey: lock.wrapped_key,
    }));
    checkListed(list, [...keptLocks, ...enrolled]);
    checkEnrolled(list, enrolled, locks);
    await repository.insertUnlockers(tx, uid, list.seq, envelope);
    if (!(await lockRepository.insertLocks(tx, uid, signer.generation, enrolled, secrets.protectShare)))
      throw new SafeError('conflict');
    const gone = kept.map((lock) => lock.loc).filter((loc) => !isListed(list, loc));
    await lockRepository.blockLocks(tx, uid, gone);
    return list;
  };

  const changeUnlockers = async (caller: Caller, envelope: Uint8Array, enrolled: readonly LockEnrolment[]) =>
    operate(caller, 'unlocker.change', async (tx) => {
      const list = await replaceUnlockers(tx, caller.uid, envelope, enrolled);
      return { seq: list.seq, hash: unlockersHash(envelope) };
    });

  return { open, challenge, release, show, changeUnlockers };
};
