import { type Kysely, sql } from 'kysely';
import type { LinkPaper } from '../../core/protocol/link.js';
import type { LinkState } from '../../core/api/links.js';
import { type Once, storedOnce } from '../database/once.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';

export { identityChain, signKeyOf } from '../database/identities.js';
export { safeClock, safeOfGrant } from '../database/safes.js';

type Db = Kysely<Database>;

export const holderOf = async (db: Db, safe: Uint8Array): Promise<Uint8Array | undefined> =>
  (await db.selectFrom('safes').select('holder').where('id', '=', safe).executeTakeFirst())?.holder;

/** How many of these versions are kept, with these manifests, and out of the bin; under a grant, how many it shows. */
export const countPapers = async (
  db: Db,
  safe: Uint8Array,
  papers: readonly LinkPaper[],
  grant: Uint8Array | null,
): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from unnest(${papers.map(({ doc }) => doc)}::bytea[], ${papers.map(({ ver }) => ver)}::integer[],
      ${papers.map(({ manifest }) => manifest)}::bytea[]) as p (doc, ver, hash)
    join versions v on v.safe = ${safe} and v.document = p.doc and v.version = p.ver and not v.staged
      and v.manifest_hash = p.hash
    join documents d on d.safe = v.safe and d.id = v.document and d.binned_at is null and d.purged_at is null
    where ${grant}::bytea is null or exists (select from grants g where g.id = ${grant} and grant_shows(g, d))
  `.execute(db);
  return rows[0]?.count ?? 0;
};

/** Links of the safe by its holder, or by all others; and, of these, those under one grant. */
export const countLinks = async (
  db: Db,
  safe: Uint8Array,
  parent: Uint8Array | null,
): Promise<{ all: number; listed: number; open: number }> => {
  const { rows } = await sql<{ all: number; listed: number; open: number }>`
    select count(*) as all, count(*) filter (where l.parent = ${parent}) as listed,
      count(*) filter (where l.parent = ${parent} and link_state(l) = 'open') as open
    from links l where l.safe = ${safe} and (l.parent is null) = (${parent}::bytea is null)
  `.execute(db);
  return rows[0] ?? { all: 0, listed: 0, open: 0 };
};

export interface LinkRow {
  readonly loc: Uint8Array;
  readonly safe: Uint8Array;
  readonly maker: Uint8Array;
  readonly parent: Uint8Array | null;
  readonly statement: Uint8Array;
  readonly card: Uint8Array;
  readonly own: Uint8Array;
  readonly made: Uint8Array | null;
  readonly auth_key: Uint8Array;
  readonly code: boolean;
  readonly tag_hash: Uint8Array;
  readonly released: Uint8Array;
  readonly payload: Uint8Array;
  readonly expires: number;
  readonly openings: number;
}

export const insertLink = async (db: Db, row: LinkRow, papers: readonly LinkPaper[]): Promise<Once> => {
  // In the log a link and a grant are told apart by their id alone.
  const named = await db.selectFrom('grants').select('id').where('id', '=', row.loc).executeTakeFirst();
  if (named) return 'taken';
  const outcome = await storedOnce(
    db
      .insertInto('links')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst(),
    () =>
      db
        .selectFrom('links')
        .select('loc')
        .where('loc', '=', row.loc)
        .where('statement', '=', row.statement)
        .executeTakeFirst(),
  );
  if (outcome !== 'stored') return outcome;
  const { loc } = row;
  await db
    .insertInto('link_papers')
    .values(papers.map(({ doc, ver }) => ({ loc, document: doc, version: ver })))
    .execute();
  return 'stored';
};

export interface Standing {
  readonly refusal: string | null;
  /** Who the caller is to the link. */
  readonly holds: boolean;
  readonly made: boolean;
  /** Whether they are among those to whom the grant was given under which it was made. */
  readonly grantee: boolean;
  readonly safe: Uint8Array;
  readonly parent: Uint8Array | null;
  readonly state: LinkState;
  readonly change: Uint8Array | null;
  readonly change_seq: number;
  readonly opened: number;
  /** End of the grant under which it was made. */
  readonly grant_expires: number | null;
}

/** Who somebody is to a link, with the safe's row and the link's locked, in the order in which every change locks them. */
export const standing = async (db: Db, loc: Uint8Array, caller: Caller): Promise<Standing | undefined> => {
  await sql`select 1 from safes s join links l on l.safe = s.id where l.loc = ${loc} for no key update of s`.execute(
    db,
  );
  await sql`select 1 from links where loc = ${loc} for no key update`.execute(db);
  const { rows } = await sql<Standing>`
    select caller_refusal(${caller.uid}, ${caller.loc}) as refusal, s.holder = ${caller.uid} as holds,
      l.maker = ${caller.uid} as made, coalesce(is_grantee(g.recipient, ${caller.uid}), false) as grantee,
      l.safe, l.parent, link_state(l) as state, l.change, l.change_seq, l.opened, g.expires as grant_expires
    from links l join safes s on s.id = l.safe left join grants g on g.id = l.parent
    where l.loc = ${loc}
  `.execute(db);
  return rows[0];
};

export const safeOfLink = async (db: Db, loc: Uint8Array): Promise<Uint8Array | undefined> =>
  (await db.selectFrom('links').select('safe').where('loc', '=', loc).executeTakeFirst())?.safe;

const OPENS_NOTHING = { released: null, payload: null, tag_hash: null } as const;

/** Stores another end and number of openings; a link that was opened as often already opens nothing any more. */
export const setChange = async (
  db: Db,
  loc: Uint8Array,
  to: { change: Uint8Array; seq: number; expires: number; openings: number; over: boolean },
): Promise<void> => {
  const { change, seq, expires, openings, over } = to;
  await db
    .updateTable('links')
    .set({ change, change_seq: seq, expires, openings, ...(over ? OPENS_NOTHING : {}) })
    .where('loc', '=', loc)
    .execute();
};

/** Ends a link: what opens it is destroyed. An end that is there stays as it is. */
export const markEnded = async (db: Db, loc: Uint8Array, order: Uint8Array): Promise<void> => {
  await db
    .updateTable('links')
    .set({ ...OPENS_NOTHING, ended_at: sql<Date>`now()`, end_order: order })
    .where('loc', '=', loc)
    .where('ended_at', 'is', null)
    .execute();
};
