import { type Kysely, sql } from 'kysely';
import type { TeamRole } from '../../core/protocol/team.js';
import type { Database } from '../database/schema.js';

export { identityChain, identityChains } from '../database/identities.js';

/** Own spares that are told of: the history names relays by them. */
const LISTED = 50;

type Db = Kysely<Database>;

/** Neither sealed anew nor handed out. */
const FRESH = {
  reseal: null,
  turned_by: null,
  turning: null,
  former_sealed: null,
  former_note: null,
  former_reseal: null,
  released_to: null,
  aside: null,
};

interface Counts {
  /** The person's own, anywhere. */
  readonly own: number;
  /** Of people whom no relay vouched for, among the others of the relay's list. */
  readonly strangers: number;
  /** Of such people, put aside. */
  readonly strangersAside: number;
  /** What the relay keeps but for those. */
  readonly all: number;
  /** Whether a relay vouched for the person. */
  readonly vouched: boolean;
}

/** What a relay keeps, and who wants to leave one more. */
export const countSpares = async (db: Db, uid: Uint8Array, relay: Uint8Array): Promise<Counts> => {
  const { rows } = await sql<Counts>`
    select count(*) filter (where s.uid = ${uid})::integer as own,
           count(*) filter (where s.relay = ${relay} and a.vouched_at is null and s.aside is null)::integer as strangers,
           count(*) filter (where s.relay = ${relay} and a.vouched_at is null and s.aside is not null)::integer as "strangersAside",
           count(*) filter (where s.relay = ${relay} and (a.vouched_at is not null or s.aside is null))::integer as "all",
           exists (select from accounts me where me.uid = ${uid} and me.vouched_at is not null) as vouched
    from spares s join accounts a on a.uid = s.uid
    where s.ended_at is null and (s.relay = ${relay} or s.uid = ${uid})
  `.execute(db);
  return rows[0] ?? { own: 0, strangers: 0, strangersAside: 0, all: 0, vouched: false };
};

/**
 * The newest keys of a relay, and whether the association certified it; undefined for what is none. With `lock` it stays so until the
 * transaction is over. For what writes alone: who only looks would keep the team from changing.
 */
export const relayNow = async (
  db: Db,
  relay: Uint8Array,
  lock: 'held' | null,
): Promise<{ generation: number; certified: boolean } | undefined> => {
  const { rows } = await sql<{ generation: number; certified: boolean }>`
    select (select max(generation) from identities i where i.uid = r.uid) as generation,
           r.certificate is not null as certified
    from relays r where r.uid = ${relay} ${lock ? sql`for share of r` : sql``}
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
    .values({ ...row, ...FRESH })
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
    .select(['uid', 'statement', 'note', 'reseal', 'former_note', 'former_reseal', 'aside', 'made_at'])
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
  readonly turned_by: Uint8Array | null;
  readonly turning: number | null;
  readonly former_sealed: Uint8Array | null;
  readonly former_reseal: Uint8Array | null;
  readonly released_to: Uint8Array | null;
  readonly aside: Uint8Array | null;
}

/** A spare that is in force, its row locked. */
export const spareOf = (db: Db, relay: Uint8Array, loc: Uint8Array): Promise<SpareRow | undefined> =>
  db
    .selectFrom('spares')
    .select([
      'uid',
      'statement',
      'generation',
      'sealed',
      'reseal',
      'turned_by',
      'turning',
      'former_sealed',
      'former_reseal',
      'released_to',
      'aside',
    ])
    .where('relay', '=', relay)
    .where('loc', '=', loc)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();

/**
 * What a role is held against until the transaction is over: `member`, against being removed; `role`, against becoming another as well.
 * Who only looks holds nothing: whoever asks for a list again and again would keep a manager from removing them.
 */
export type Hold = 'member' | 'role' | null;

const HOLDS = { member: sql`for key share`, role: sql`for share` };

/** Somebody's role in a relay, null for none. */
export const roleOf = async (
  db: Db,
  relay: Uint8Array,
  uid: Uint8Array,
  hold: Hold,
): Promise<TeamRole | null> => {
  const { rows } = await sql<{ role: TeamRole }>`
    select role from team_members where relay = ${relay} and member = ${uid} ${hold ? HOLDS[hold] : sql``}
  `.execute(db);
  return rows[0]?.role ?? null;
};

/** Whether two screens are joined under that name now. */
export const isJoined = async (db: Db, hand: Uint8Array): Promise<boolean> => {
  const { rows } = await sql`
    select from hands where loc = ${hand} and guest_hash is not null and expires_at > now()
  `.execute(db);
  return rows.length > 0;
};

/** Into a hand-over. The seal before the newest goes with the second time since: the first one may have been for nothing. */
export const noteRelease = async (db: Db, loc: Uint8Array, hand: Uint8Array): Promise<void> => {
  await sql`
    update spares set released_at = now(), released_to = ${hand},
      former_sealed = case when released_at > turned_at then null else former_sealed end,
      former_note = case when released_at > turned_at then null else former_note end,
      former_reseal = case when released_at > turned_at then null else former_reseal end
    where loc = ${loc}
  `.execute(db);
};

/** Who was handed it to seal it anew, for that generation. */
export const noteTurning = async (
  db: Db,
  loc: Uint8Array,
  by: { readonly turned_by: Uint8Array; readonly turning: number },
): Promise<void> => {
  await db.updateTable('spares').set(by).where('loc', '=', loc).execute();
};

/** A manager's word that it is put aside; null where it is back. */
export const noteAside = async (db: Db, loc: Uint8Array, aside: Uint8Array | null): Promise<void> => {
  await db.updateTable('spares').set({ aside }).where('loc', '=', loc).execute();
};

/** The seal before is kept; of two that were handed to nobody, the older one, which nobody can have spoilt since. */
export const putReseal = async (
  db: Db,
  loc: Uint8Array,
  to: { readonly generation: number; reseal: Uint8Array; sealed: Uint8Array; note: Uint8Array },
): Promise<void> => {
  await sql`
    update spares set generation = ${to.generation}, reseal = ${to.reseal}, sealed = ${to.sealed}, note = ${to.note},
      turned_at = now(),
      former_sealed = coalesce(former_sealed, sealed), former_note = coalesce(former_note, note),
      former_reseal = case when former_sealed is null then reseal else former_reseal end
    where loc = ${loc}
  `.execute(db);
};
