import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;

/** What a member wrote, as it lies here: ciphertext. */
export interface Note {
  readonly generation: number;
  readonly version: number;
  readonly sealed: Uint8Array;
}

export type NameRow = Note & { readonly safe: Uint8Array; readonly changed_at: Date };
export type TallyRow = Note & { readonly member: Uint8Array };

/** The newest generation of the team's key. */
export const newestGeneration = async (db: Db, relay: Uint8Array): Promise<number> => {
  const { rows } = await sql<{ newest: number | null }>`
    select max(generation) as newest from identities where uid = ${relay}
  `.execute(db);
  return rows[0]?.newest ?? 0;
};

export const safeExists = async (db: Db, safe: Uint8Array): Promise<boolean> =>
  (await db.selectFrom('safes').select('id').where('id', '=', safe).forKeyShare().executeTakeFirst()) !==
  undefined;

export const namesAfter = (
  db: Db,
  relay: Uint8Array,
  after: Uint8Array | null,
  limit: number,
): Promise<NameRow[]> => {
  const query = db
    .selectFrom('relay_names')
    .select(['safe', 'generation', 'version', 'sealed', 'changed_at'])
    .where('relay', '=', relay)
    .orderBy('safe')
    .limit(limit);
  return (after ? query.where('safe', '>', after) : query).execute();
};

export const countNames = async (db: Db, relay: Uint8Array): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from relay_names where relay = ${relay}
  `.execute(db);
  return rows[0]?.n ?? 0;
};

/** False unless it is the next after what is there; the same once more is taken as it was. */
export const putName = async (
  db: Db,
  relay: Uint8Array,
  safe: Uint8Array,
  { generation, version, sealed }: Note,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into relay_names as n (relay, safe, generation, version, sealed)
    select ${relay}, ${safe}, ${generation}, ${version}, ${sealed}
    where ${version} = 1 or exists (select from relay_names where relay = ${relay} and safe = ${safe})
    on conflict (relay, safe) do update
      set generation = excluded.generation, version = excluded.version, sealed = excluded.sealed, changed_at = now()
      where n.version = excluded.version - 1 or (n.version = excluded.version and n.sealed = excluded.sealed)
    returning version
  `.execute(db);
  return rows.length === 1;
};

export const eraseName = async (db: Db, relay: Uint8Array, safe: Uint8Array): Promise<void> => {
  await db.deleteFrom('relay_names').where('relay', '=', relay).where('safe', '=', safe).execute();
};

export const talliesOf = (db: Db, relay: Uint8Array, month: number): Promise<TallyRow[]> =>
  db
    .selectFrom('relay_tallies')
    .select(['member', 'generation', 'version', 'sealed'])
    .where('relay', '=', relay)
    .where('month', '=', month)
    .orderBy('member')
    .execute();

interface TallyPlace {
  readonly relay: Uint8Array;
  readonly member: Uint8Array;
  readonly month: number;
}

/** What a relay's rows hold, in bytes, but for one of them. */
export const otherTallyBytes = async (db: Db, { relay, member, month }: TallyPlace): Promise<number> => {
  const { rows } = await sql<{ bytes: number }>`
    select coalesce(sum(octet_length(sealed)), 0)::integer as bytes from relay_tallies
    where relay = ${relay} and (member, month) <> (${member}::bytea, ${month}::integer)
  `.execute(db);
  return rows[0]?.bytes ?? 0;
};

/** As {@link putName}. */
export const putTally = async (
  db: Db,
  { relay, member, month }: TallyPlace,
  { generation, version, sealed }: Note,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into relay_tallies as t (relay, member, month, generation, version, sealed)
    select ${relay}, ${member}, ${month}::integer, ${generation}, ${version}, ${sealed}
    where ${version} = 1 or exists (
      select from relay_tallies where relay = ${relay} and member = ${member} and month = ${month}
    )
    on conflict (relay, month, member) do update
      set generation = excluded.generation, version = excluded.version, sealed = excluded.sealed, changed_at = now()
      where t.version = excluded.version - 1 or (t.version = excluded.version and t.sealed = excluded.sealed)
    returning version
  `.execute(db);
  return rows.length === 1;
};
