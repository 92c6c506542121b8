import { type Kysely, sql } from 'kysely';
import { toHex } from '../../core/bytes.js';
import type { LockEnrolment } from '../../core/crypto/locked-secret.js';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;

/** Seconds to wait after the n-th wrong code; the tenth freezes (docs/protocol.md §9). */
const DELAYS = [0, 0, 0, 5, 30, 120, 600, 1800, 3600, 0];
export const MAX_TRIES = DELAYS.length;

export interface StoredLock {
  readonly uid: Uint8Array;
  readonly authKey: Uint8Array;
}

export const findLock = async (db: Db, loc: Uint8Array): Promise<StoredLock | undefined> => {
  const row = await db
    .selectFrom('locks')
    .select(['uid', 'auth_key'])
    .where('loc', '=', loc)
    .executeTakeFirst();
  return row && { uid: row.uid, authKey: row.auth_key };
};

export const storeChallenge = async (
  db: Db,
  loc: Uint8Array,
  challenge: Uint8Array,
  ttlMs: number,
): Promise<number> => {
  const row = await db
    .insertInto('challenges')
    .values({ challenge, loc, expires_at: sql`now() + ${ttlMs} * interval '1 millisecond'` })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  return row.expires_at.getTime();
};

/** Takes a challenge out: true once, and only for the locator it was made for. */
export const takeChallenge = async (db: Db, loc: Uint8Array, challenge: Uint8Array): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('challenges')
    .where('challenge', '=', challenge)
    .where('loc', '=', loc)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return numDeletedRows === 1n;
};

export interface CountedTry {
  readonly type: string;
  readonly tries: number;
  readonly tagHash: Uint8Array;
  readonly released: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly generation: number;
}

/**
 * Counts a try before anything is compared, in one statement whose row lock orders parallel tries. Undefined if no try
 * is allowed now. The delay and, at the last try, the freeze hold at once; a right code takes them back.
 */
export const countTry = async (db: Db, loc: Uint8Array): Promise<CountedTry | undefined> => {
  const { rows } = await sql<{
    type: string;
    tries: number;
    tag_hash: Uint8Array;
    released: Uint8Array;
    wrapped_key: Uint8Array;
    generation: number;
  }>`
    update locks
    set tries = tries + 1,
        not_before = now() + (${DELAYS}::integer[])[tries + 1] * interval '1 second',
        frozen_at = case when tries + 1 >= ${MAX_TRIES} then now() end
    where loc = ${loc} and tries < ${MAX_TRIES} and now() >= not_before and frozen_at is null and blocked_at is null
      and lock_is_out(loc, type)
    returning type, tries, tag_hash, released, wrapped_key, generation
  `.execute(db);
  const [row] = rows;
  return (
    row && {
      type: row.type,
      tries: row.tries,
      tagHash: row.tag_hash,
      released: row.released,
      wrappedKey: row.wrapped_key,
      generation: row.generation,
    }
  );
};

export const forgiveTries = async (db: Db, loc: Uint8Array): Promise<void> => {
  await db
    .updateTable('locks')
    .set({ tries: 0, not_before: '-infinity', frozen_at: null, last_used_at: sql`now()` })
    .where('loc', '=', loc)
    .execute();
};

/** Why no try is allowed; seconds are rounded up. */
export const lockState = async (
  db: Db,
  loc: Uint8Array,
): Promise<{ blocked: boolean; frozen: boolean; out: boolean; tries: number; waitSeconds: number }> => {
  const { rows } = await sql<{
    blocked: boolean;
    frozen: boolean;
    out: boolean;
    tries: number;
    wait: number;
  }>`
    select blocked_at is not null as blocked, frozen_at is not null as frozen, lock_is_out(loc, type) as out, tries,
           case when not_before > now() then ceil(extract(epoch from not_before - now()))::integer else 0 end as wait
    from locks where loc = ${loc}
  `.execute(db);
  const row = rows[0] ?? { blocked: true, frozen: false, out: true, tries: 0, wait: 0 };
  return { blocked: row.blocked, frozen: row.frozen, out: row.out, tries: row.tries, waitSeconds: row.wait };
};

/** Whether this is the first refusal of the lock for this reason within an hour; counts it. */
export const isFirstRefusal = async (db: Db, loc: Uint8Array, code: string): Promise<boolean> => {
  const { rows } = await sql`
    insert into rate_limits as r (key, used, resets_at)
    values (${`refused:${code}:${toHex(loc)}`}, 1, now() + interval '1 hour')
    on conflict (key) do update set resets_at = excluded.resets_at where r.resets_at <= now()
    returning 1
  `.execute(db);
  return rows.length > 0;
};

/** False if a lock of that locator exists already: the caller's transaction must not go on. */
export const insertLocks = async (
  db: Db,
  uid: Uint8Array,
  generation: number,
  locks: readonly LockEnrolment[],
  protect: (loc: Uint8Array, share: Uint8Array) => Uint8Array,
): Promise<boolean> => {
  if (locks.length === 0) return true;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('locks')
    .values(
      locks.map((lock) => ({
        loc: lock.loc,
        uid,
        type: lock.type,
        auth_key: lock.auth,
        tag_hash: lock.tagHash,
        released: protect(lock.loc, lock.released),
        wrapped_key: lock.wrappedKey,
        generation,
      })),
    )
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === BigInt(locks.length);
};

export const isEnrolled = async (
  db: Db,
  uid: Uint8Array,
  loc: Uint8Array,
  tagHash: Uint8Array,
): Promise<boolean> =>
  (await db
    .selectFrom('locks')
    .select('loc')
    .where('loc', '=', loc)
    .where('uid', '=', uid)
    .where('tag_hash', '=', tagHash)
    .executeTakeFirst()) !== undefined;

/** Every locator that the account has or had. */
export const everyLoc = (db: Db, uid: Uint8Array) =>
  db.selectFrom('locks').select('loc').where('uid', '=', uid).execute();

/** The locks of the account that are not blocked, oldest first. */
export const accountLocks = (db: Db, uid: Uint8Array) =>
  db
    .selectFrom('locks')
    .select(['loc', 'type', 'auth_key', 'wrapped_key', 'tries', 'frozen_at', 'created_at', 'last_used_at'])
    .where('uid', '=', uid)
    .where('blocked_at', 'is', null)
    .orderBy('created_at')
    .execute();

/** Blocks locks for good: what they gave out is forgotten, so that not even the database's keeper can give it out again. */
export const blockLocks = async (db: Db, uid: Uint8Array, locs: readonly Uint8Array[]): Promise<void> => {
  if (locs.length === 0) return;
  await db
    .updateTable('locks')
    .set({ blocked_at: sql`now()`, released: new Uint8Array(0), wrapped_key: new Uint8Array(0) })
    .where('uid', '=', uid)
    .where('loc', 'in', locs)
    .where('blocked_at', 'is', null)
    .execute();
};
