import { type Kysely, sql } from 'kysely';
import { toHex } from '../../core/bytes.js';
import type { ErrorCode } from '../../core/errors.js';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;

export interface ParentRow {
  readonly envelope: Uint8Array;
  readonly seal_epoch: number;
  /** Why nothing can be passed on under it now. */
  readonly refusal: Extract<ErrorCode, 'grant_ended' | 'grant_expired' | 'grant_not_started'> | null;
}

/** Locks a grant against its end, so that nothing is passed on under one that is over. */
export const lockParent = async (db: Db, id: Uint8Array): Promise<ParentRow | undefined> => {
  await sql`select from grants where id = ${id} for share`.execute(db);
  const { rows } = await sql<ParentRow>`
    select g.envelope, g.seal_epoch,
      coalesce(grant_over(g), case when g.not_before > safe_clock(g.safe) then 'grant_not_started' end) as refusal
    from grants g where g.id = ${id}
  `.execute(db);
  return rows[0];
};

/** Whether this very receipt was passed on before by the same person. */
export const hasChild = async (
  db: Db,
  { parent, hash, giver }: { parent: Uint8Array; hash: Uint8Array; giver: Uint8Array },
): Promise<boolean> => {
  const found = await db
    .selectFrom('grants')
    .select('id')
    .where('parent', '=', parent)
    .where('hash', '=', hash)
    .where('given_by', '=', giver)
    .executeTakeFirst();
  return found !== undefined;
};

export const countChildren = async (db: Db, parent: Uint8Array): Promise<{ open: number; ever: number }> => {
  const { rows } = await sql<{ open: number; ever: number }>`
    select count(*) filter (where grant_over(g) is null) as open, count(*) as ever from grants g where g.parent = ${parent}
  `.execute(db);
  return rows[0] ?? { open: 0, ever: 0 };
};

/** Where papers lie now, by id in hexadecimal. */
export const categoriesOf = async (
  db: Db,
  safe: Uint8Array,
  docs: readonly Uint8Array[],
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const { rows } = await sql<{ id: Uint8Array; category: Uint8Array }>`
    select d.id, v.category from documents d
    join versions v on v.safe = d.safe and v.document = d.id and v.version = d.version
    where d.safe = ${safe} and d.id = any(${docs}::bytea[]) and d.purged_at is null
  `.execute(db);
  return new Map(rows.map(({ id, category }) => [toHex(id), category]));
};
