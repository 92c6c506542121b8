import { type Kysely, sql } from 'kysely';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { recordAccountRefusal } from './record.js';

type Db = Kysely<Database>;

/** Refuses a caller whose card or device no longer opens. */
const passCaller = async (db: Db, { uid, loc }: Caller): Promise<void> => {
  const { rows } = await sql<{ refusal: ErrorCode | null }>`
    select caller_refusal(${uid}, ${loc}) as refusal
  `.execute(db);
  const refusal = rows[0]?.refusal ?? null;
  if (refusal) throw new SafeError(refusal);
};

/** Tells the caller's own safes that a card or device of theirs was refused, where no other log is told. Throws. */
export const refuseCaller = async (db: Db, caller: Caller, error: unknown): Promise<never> => {
  const isOfLock =
    error instanceof SafeError && (error.code === 'lock_blocked' || error.code === 'lock_frozen');
  if (isOfLock) await recordAccountRefusal(db, { caller, act: 'unlocker.refused' }, error);
  throw error;
};

/** Does, in one transaction, what concerns no safe of the caller's, if the caller's card or device still opens. */
export const asCaller = async <T>(db: Db, caller: Caller, work: (tx: Db) => Promise<T>): Promise<T> =>
  db
    .transaction()
    .execute(async (tx) => {
      await passCaller(tx, caller);
      return work(tx);
    })
    .catch((error: unknown) => refuseCaller(db, caller, error));
