import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.js';

export { identityChain } from '../database/identities.js';

/** Own spares that are told of: the history names relays by them. */
const LISTED = 50;

type Db = Kysely<Database>;

/** The newest keys of a relay, and whether the association certified it; undefined for what is none. */
export const relayNow = async (
  db: Db,
  relay: Uint8Array,
): Promise<{ generation: number; certified: boolean } | undefined> => {
  const { rows } = await sql<{ generation: number; certified: boolean }>`
    select (select max(generation) from identities i where i.uid = r.uid) as generation,
           r.certificate is not null as certified
    from relays r where r.uid = ${relay} for share of r
  `.execute(db);
  return rows[0];
};

export const insertSpare = async (
  db: Db,
  row: Pick<
    Database['spares'],
    'loc' | 'uid' | 'relay' | 'statement' | 'label' | 'generation' | 'sealed' | 'note'
  >,
): Promise<void> => {
  await db
    .insertInto('spares')
    .values({ ...row, reseal: null, released_to: null })
    .execute();
};

export const ownSpares = (db: Db, uid: Uint8Array) =>
  db
    .selectFrom('spares')
    .select(['statement', 'label', 'released_at', 'ended_at'])
    .where('uid', '=', uid)
    .orderBy('made_at', 'desc')
    .limit(LISTED)
    .execute();

export const relaySpares = (db: Db, relay: Uint8Array) =>
  db
    .selectFrom('spares')
    .select(['uid', 'statement', 'note', 'reseal', 'made_at'])
    .where('relay', '=', relay)
    .where('ended_at', 'is', null)
    .orderBy('made_at')
    .execute();

export interface SpareRow {
  readonly uid: Uint8Array;
  readonly statement: Uint8Array;
  readonly generation: number;
  readonly sealed: Uint8Array;
  readonly reseal: Uint8Array | null;
  readonly released_to: Uint8Array | null;
}

/** A spare that is in force, its row locked. */
export const spareOf = (db: Db, relay: Uint8Array, loc: Uint8Array): Promise<SpareRow | undefined> =>
  db
    .selectFrom('spares')
    .select(['uid', 'statement', 'generation', 'sealed', 'reseal', 'released_to'])
    .where('relay', '=', relay)
    .where('loc', '=', loc)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/** Holds a member in their relay until the transaction is over: who is being removed is gone, or is removed after it. */
export const isMember = async (db: Db, relay: Uint8Array, uid: Uint8Array): Promise<boolean> => {
  const { rows } = await sql`
    select from team_members where relay = ${relay} and member = ${uid} for key share
  `.execute(db);
  return rows.length > 0;
};

/** Whether two screens are joined under that name now. */
export const isJoined = async (db: Db, hand: Uint8Array): Promise<boolean> => {
  const { rows } = await sql`
    select from hands where loc = ${hand} and guest_hash is not null and expires_at > now()
  `.execute(db);
  return rows.length > 0;
};

export const noteRelease = async (db: Db, loc: Uint8Array, hand: Uint8Array): Promise<void> => {
  await db
    .updateTable('spares')
    .set({ released_at: sql`now()`, released_to: hand })
    .where('loc', '=', loc)
    .execute();
};

export const putReseal = async (
  db: Db,
  loc: Uint8Array,
  to: { readonly generation: number; reseal: Uint8Array; sealed: Uint8Array; note: Uint8Array },
): Promise<void> => {
  await db.updateTable('spares').set(to).where('loc', '=', loc).execute();
};
