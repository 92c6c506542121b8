import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import type { LockEnrolment } from '../../core/crypto/locked-secret.js';
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
import { checkEnrolled, checkListed, isListed } from './listed.js';
import { accountLocks, blockLocks, everyLoc, insertLocks } from './lock-repository.js';
import type { AccountsPorts, NewSpare } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** Cards, devices and links that an account may ever have had: the blocked ones are kept, so that none comes back. */
const MAX_LOCKS = 200;

/**
 * Does something for the caller's account, with its row locked, and writes its entry in the same transaction. A caller
 * whose lock no longer opens is refused; every refusal undoes the work and is an entry of its own.
 */
const operate = async <T>(
  db: Db,
  caller: Caller,
  act: LogAction,
  work: (tx: Db, account: { vouched: boolean }) => Promise<T>,
): Promise<T> => {
  try {
    return await db.transaction().execute(async (tx) => {
      const account = await repository.lockAccount(tx, caller.uid, caller.loc);
      if (!account) throw new SafeError('unauthorized');
      if (account.refusal !== null) throw new SafeError(account.refusal as ErrorCode);
      const result = await work(tx, account);
      await recordForAccount(tx, { caller, act, outcome: 'ok' });
      return result;
    });
  } catch (error) {
    await recordAccountRefusal(db, { caller, act }, error);
    throw error;
  }
};

/** The account as its holder may see it: locks that were blocked are gone. */
export const showing =
  ({ db }: AccountsPorts) =>
  async (caller: Caller) =>
    operate(db, caller, 'safe.look', async (tx, { vouched }) => {
      const unlockers = await repository.newestUnlockers(tx, caller.uid);
      return {
        vouched,
        identity: await repository.identityChain(tx, caller.uid),
        unlockers: unlockers?.envelope ?? new Uint8Array(0),
        locks: await accountLocks(tx, caller.uid),
      };
    });

/** A list that takes the place of the last one, and what comes along. */
export interface Replacement {
  readonly envelope: Uint8Array;
  readonly enrolled: readonly LockEnrolment[];
  /** For the one lock of type `spare` among them. */
  readonly spare: NewSpare | null;
}

/** What became of it, and of spares: both are told in the log by themselves. */
interface Replaced {
  readonly list: UnlockerList;
  readonly spares: readonly LogAction[];
}

const keepSpare = async (
  ports: AccountsPorts,
  tx: Db,
  holder: { readonly uid: Uint8Array; readonly signKey: Uint8Array; readonly list: UnlockerList },
  { enrolled, spare }: Replacement,
): Promise<void> => {
  const [lock, ...more] = enrolled.filter(({ type }) => type === 'spare');
  if (more.length > 0 || (lock === undefined) !== (spare === null)) throw damaged();
  const entry = lock && holder.list.list.find(({ loc }) => sameBytes(loc, lock.loc));
  if (!entry || !spare) return;
  const { uid, signKey } = holder;
  await ports.keepSpare(tx, { uid, signKey, loc: entry.loc, label: entry.label }, spare);
};

const replace = async (
  ports: AccountsPorts,
  tx: Db,
  uid: Uint8Array,
  wanted: Replacement,
): Promise<Replaced> => {
  const { envelope, enrolled } = wanted;
  const signer = await repository.newestSignKey(tx, uid);
  const last = await repository.newestUnlockers(tx, uid);
  if (!signer || !last) throw new SafeError('unauthorized');
  const list = openUnlockers(envelope, signer.key, uid);
  if (sameBytes(envelope, last.envelope)) return { list, spares: [] };
  if (list.gen !== signer.generation) throw damaged();
  if (!unlockersFollow(list, last.envelope, last.seq)) throw new SafeError('conflict');
  const ever = await everyLoc(tx, uid);
  if (ever.length + enrolled.length > MAX_LOCKS) throw new SafeError('too_large');
  const kept = await accountLocks(tx, uid);
  const asEnrolled = kept.map((lock) => ({
    type: lock.type,
    loc: lock.loc,
    auth: lock.auth_key,
    wrappedKey: lock.wrapped_key,
  }));
  checkListed(list, [...asEnrolled, ...enrolled]);
  checkEnrolled(list, enrolled, ever);
  await repository.insertUnlockers(tx, uid, list.seq, envelope);
  await repository.forgetOldUnlockers(tx, uid);
  const fresh = await insertLocks(tx, uid, signer.generation, enrolled, ports.secrets.protectShare);
  if (!fresh) throw new SafeError('conflict');
  const gone = kept.filter(({ loc }) => !isListed(list, loc));
  await blockLocks(
    tx,
    uid,
    gone.map(({ loc }) => loc),
  );
  // after the one that it takes the place of has ended
  await keepSpare(ports, tx, { uid, signKey: signer.key, list }, wanted);
  const ended = gone.filter(({ type }) => type === 'spare').map(() => 'spare.end' as const);
  return { list, spares: [...(wanted.spare ? ['spare.make' as const] : []), ...ended] };
};

/** Puts a new signed list in the place of the old one; what it leaves out is blocked when this is committed. */
export const changing =
  (ports: AccountsPorts) =>
  async (caller: Caller, wanted: Replacement): Promise<{ seq: number; hash: Uint8Array }> =>
    operate(ports.db, caller, 'unlocker.change', async (tx) => {
      const { list, spares } = await replace(ports, tx, caller.uid, wanted);
      for (const act of spares) await recordForAccount(tx, { caller, act, outcome: 'ok' });
      return { seq: list.seq, hash: unlockersHash(wanted.envelope) };
    });
