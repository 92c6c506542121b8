import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.js';
import type { BlobStore } from '../storage/blob-store.js';

type Db = Kysely<Database>;

const BATCH = 500;
/** Name of the advisory lock that backups hold: while one runs, no blob leaves the store. */
export const KEEP_BLOBS_LOCK = 0x506f6369;

export interface Collected {
  readonly removed: number;
  readonly failed: number;
}

const UNREFERRED = sql<boolean>`not exists (select from versions v where v.content_key = blobs.key)
  and not exists (select from versions v where v.thumbnail_key = blobs.key)
  and not exists (select from deposits d where d.content_key = blobs.key)
  and not exists (select from deposits d where d.thumbnail_key = blobs.key)`;

/** Gives up blobs of uploads that ended without an answer: still pending, and old enough. */
export const doomAbandoned = async (db: Db, ageMs: number): Promise<number> => {
  const { rows } = await sql<{ key: string }>`
    update blobs b set state = 'doomed', changed_at = now()
    where b.key in (
      select p.key from blobs p
      where p.state = 'pending' and p.changed_at < now() - ${ageMs}::double precision * interval '1 millisecond'
      limit ${BATCH} for update skip locked
    )
    returning b.key
  `.execute(db);
  return rows.length;
};

/**
 * Removes doomed blobs from the store, then their rows: a row outlives its blob, so that a failure in between is simply
 * done again. Keys that the store could not remove stay doomed, and so do those that a version or a deposit refers to: that is a fault
 * of ours, and must neither take a paper's bytes nor stop the round.
 */
const collectDoomed = async (db: Db, blobs: BlobStore): Promise<Collected> => {
  let removed = 0;
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('blobs')
      .select('key')
      .where('state', '=', 'doomed')
      .where('key', '>', after)
      .where(UNREFERRED)
      .orderBy('key')
      .limit(BATCH)
      .execute();
    const keys = rows.map((row) => row.key);
    const last = keys.at(-1);
    if (last === undefined) return { removed, failed: 0 };
    const { failed } = await blobs.remove(keys);
    const gone = keys.filter((key) => !failed.includes(key));
    if (gone.length > 0)
      await db.deleteFrom('blobs').where('key', 'in', gone).where('state', '=', 'doomed').execute();
    removed += gone.length;
    if (failed.length > 0) return { removed, failed: failed.length };
    after = last;
  }
};

/**
 * Collects what is doomed, unless a backup holds the blobs: then they wait for a later round. Several processes may collect
 * at once, so they share the lock.
 */
export const collectUnlessHeld = async (db: Db, blobs: BlobStore): Promise<Collected | null> =>
  db.connection().execute(async (one) => {
    const { rows } = await sql<{ free: boolean }>`
      select pg_try_advisory_lock_shared(${KEEP_BLOBS_LOCK}) as free
    `.execute(one);
    if (!rows[0]?.free) return null;
    try {
      return await collectDoomed(db, blobs);
    } finally {
      await sql`select pg_advisory_unlock_shared(${KEEP_BLOBS_LOCK})`.execute(one);
    }
  });
