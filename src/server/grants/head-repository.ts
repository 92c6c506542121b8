import { type Insertable, type Kysely, sql } from 'kysely';
import type { ErrorCode } from '../../core/errors.js';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';

export { safeClock } from '../database/safes.js';

type Db = Kysely<Database>;

/** Whom something can be shown to: a worker, or a relay. */
export const recipient = async (
  db: Db,
  uid: Uint8Array,
): Promise<{ role: string; certified: boolean } | undefined> => {
  const { rows } = await sql<{ role: string; certified: boolean }>`
    select a.role, r.certificate is not null as certified
    from accounts a left join relays r on r.uid = a.uid
    where a.uid = ${uid} and a.role in ('worker', 'relay')
  `.execute(db);
  return rows[0];
};

/** How many of these papers or categories the safe has. */
export const countInScope = async (
  db: Db,
  safe: Uint8Array,
  kind: 'doc' | 'cat',
  ids: readonly Uint8Array[],
): Promise<number> => {
  const { rows } = await (kind === 'doc'
    ? sql<{ count: number }>`
        select count(*) from documents where safe = ${safe} and id = any(${ids}::bytea[]) and purged_at is null`
    : sql<{ count: number }>`
        select count(*) from categories where safe = ${safe} and id = any(${ids}::bytea[])`
  ).execute(db);
  return rows[0]?.count ?? 0;
};

/** False if a grant of that id was ever given. */
export const insertGrant = async (
  db: Db,
  grant: Insertable<Database['grants']> & { id: Uint8Array },
): Promise<boolean> => {
  // In the log a link and a grant are told apart by their id alone.
  const named = await db.selectFrom('links').select('loc').where('loc', '=', grant.id).executeTakeFirst();
  if (named) return false;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('grants')
    .values(grant)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

/**
 * Takes grants off the list; gives those that this ends. `head_conflict` if one of them was not on it. `conflict` if one has the
 * key of a category or of the safe that goes on from this head: what is kept later must not open with it.
 */
export const unlist = async (
  db: Db,
  { safe, epoch }: { readonly safe: Uint8Array; readonly epoch: number },
  ids: readonly Uint8Array[],
): Promise<Uint8Array[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: Uint8Array; ends: boolean; knows: boolean }>`
    with before as materialized (
      select id, ended_at is null and expired_at is null and expires > safe_clock(safe) as ends,
        scope <> 'doc' and seal_epoch >= ${epoch} as knows
      from grants
      where safe = ${safe} and id = any(${ids}::bytea[]) and listed order by id for no key update
    )
    update grants g set listed = false, ended_at = case when before.ends then now() else g.ended_at end
    from before where g.id = before.id
    returning g.id, before.ends, before.knows
  `.execute(db);
  if (rows.length !== ids.length) throw new SafeError('head_conflict');
  if (rows.some((row) => row.knows)) throw new SafeError('conflict', { details: { reason: 'new_key' } });
  return rows.filter((row) => row.ends).map((row) => row.id);
};

/** What the next head must list. */
export const listedHashes = async (db: Db, safe: Uint8Array): Promise<Uint8Array[]> => {
  const rows = await db
    .selectFrom('grants')
    .select('hash')
    .where('safe', '=', safe)
    .where('listed', '=', true)
    .execute();
  return rows.map((row) => row.hash);
};

export interface SealedFor {
  readonly hash: Uint8Array;
  readonly holder: Uint8Array;
  readonly reseal: Uint8Array | null;
  readonly seal_generation: number;
  readonly seal_epoch: number;
  readonly newest_generation: number;
  readonly over: Extract<ErrorCode, 'grant_ended' | 'grant_expired'> | null;
}

export const lockForReseal = async (
  db: Db,
  safe: Uint8Array,
  grant: Uint8Array,
): Promise<SealedFor | undefined> => {
  const { rows } = await sql<SealedFor>`
    select g.hash, (select s.holder from safes s where s.id = g.safe) as holder, g.reseal, g.seal_generation, g.seal_epoch,
      (select max(i.generation) from identities i where i.uid = g.recipient) as newest_generation,
      case when not g.listed and g.parent is null then 'grant_ended' else grant_over(g) end as over
    from grants g where g.safe = ${safe} and g.id = ${grant} for no key update of g
  `.execute(db);
  return rows[0];
};

export const setReseal = async (
  db: Db,
  grant: Uint8Array,
  {
    reseal,
    resealed,
    generation,
    epoch,
    former,
  }: {
    reseal: Uint8Array;
    resealed: Uint8Array;
    generation: number;
    epoch: number;
    /** Which seal stays beside it: the one that it takes the place of, the one that stayed before, or none. */
    former: 'present' | 'same' | 'none';
  },
): Promise<void> => {
  await db
    .updateTable('grants')
    .set({
      reseal,
      resealed,
      seal_generation: generation,
      seal_epoch: epoch,
      ...(former === 'present' && { former_reseal: sql.ref('reseal'), former_resealed: sql.ref('resealed') }),
      ...(former === 'none' && { former_reseal: null, former_resealed: null }),
    })
    .where('id', '=', grant)
    .execute();
};
