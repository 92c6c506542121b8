import { type Kysely, sql } from 'kysely';
import type { LinkState } from '../../core/api/links.js';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;

export const MAX_TRIES = 10;
/** How long one opening lets read. */
const SESSION_MS = 15 * 60_000;

export interface PublicLink {
  readonly loc: Uint8Array;
  readonly safe: Uint8Array;
  readonly holder: Uint8Array;
  readonly maker: Uint8Array;
  readonly statement: Uint8Array;
  readonly card: Uint8Array;
  readonly code: boolean;
  readonly state: LinkState;
  readonly expires: number;
  readonly openings: number;
  readonly opened: number;
  readonly tries: number;
}

export const findAuthKey = async (db: Db, loc: Uint8Array): Promise<Uint8Array | undefined> =>
  (await db.selectFrom('links').select('auth_key').where('loc', '=', loc).executeTakeFirst())?.auth_key;

/** A link as it stands now; an expiry that is seen is stored. */
export const standOf = async (db: Db, loc: Uint8Array): Promise<PublicLink | undefined> => {
  await sql`select link_expire(${loc})`.execute(db);
  const { rows } = await sql<PublicLink>`
    select l.loc, l.safe, s.holder, l.maker, l.statement, l.card, l.code, link_state(l) as state, l.expires, l.openings,
      l.opened, l.tries
    from links l join safes s on s.id = l.safe where l.loc = ${loc}
  `.execute(db);
  return rows[0];
};

export interface CountedTry {
  readonly tries: number;
  readonly tag_hash: Uint8Array;
  readonly released: Uint8Array;
  readonly payload: Uint8Array;
}

/**
 * Counts a try before anything is compared, in one statement whose row lock orders parallel tries. Undefined if none is
 * allowed: the link is over, used up, or closed after ten wrong codes.
 */
export const countTry = async (db: Db, loc: Uint8Array): Promise<CountedTry | undefined> => {
  const { rows } = await sql<CountedTry>`
    update links l set tries = l.tries + 1
    where l.loc = ${loc} and l.tries < ${MAX_TRIES} and l.released is not null and link_state(l) = 'open'
    returning l.tries, l.tag_hash, l.released, l.payload
  `.execute(db);
  return rows[0];
};

/** After ten wrong codes a link is closed for good: what opens it is destroyed. */
export const freeze = async (db: Db, loc: Uint8Array): Promise<void> => {
  await sql`update links set released = null, payload = null, tag_hash = null where loc = ${loc}`.execute(db);
};

/** Gives the try back and counts the opening; the last one takes away what opens the link. */
export const countOpening = async (
  db: Db,
  loc: Uint8Array,
): Promise<{ opened: number; openings: number }> => {
  const { rows } = await sql<{ opened: number; openings: number }>`
    update links set tries = tries - 1, opened = opened + 1, last_opened_at = now(),
      released = case when opened + 1 < openings then released end,
      payload = case when opened + 1 < openings then payload end,
      tag_hash = case when opened + 1 < openings then tag_hash end
    where loc = ${loc}
    returning opened, openings
  `.execute(db);
  return rows[0] ?? { opened: 0, openings: 0 };
};

/** Begins a session; resolves with its end, by the safe's clock. */
export const beginSession = async (
  db: Db,
  { loc, safe }: Pick<PublicLink, 'loc' | 'safe'>,
  tokenHash: Uint8Array,
): Promise<number> => {
  const { rows } = await sql<{ ends: number }>`
    insert into link_sessions (token_hash, loc, ends) values (${tokenHash}, ${loc}, safe_clock(${safe}) + ${SESSION_MS})
    returning ends
  `.execute(db);
  return rows[0]?.ends ?? 0;
};

export interface LinkedPaperRow {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly manifest: Uint8Array;
  readonly metadata: Uint8Array;
  readonly content_bytes: number;
  readonly thumbnail_bytes: number | null;
}

/** The papers of a link that are still there, by id. */
export const shownPapers = async (db: Db, loc: Uint8Array): Promise<readonly LinkedPaperRow[]> => {
  const { rows } = await sql<LinkedPaperRow>`
    select v.document as doc, v.version as ver, v.manifest, v.metadata, v.content_bytes, v.thumbnail_bytes
    from links l
    join link_papers p on p.loc = l.loc
    join documents d on d.safe = l.safe and d.id = p.document and link_shows(l, d, p.version)
    join versions v on v.safe = d.safe and v.document = d.id and v.version = p.version and not v.staged
    where l.loc = ${loc} order by v.document
  `.execute(db);
  return rows;
};

/** Keeps the receipt of a session, once. */
export const storeReceipt = async (
  db: Db,
  { tokenHash, safe }: { tokenHash: Uint8Array; safe: Uint8Array },
  receipt: Uint8Array,
): Promise<number | undefined> => {
  const { rows } = await sql<{ receipt_at: number }>`
    update link_sessions set receipt = ${receipt}, receipt_at = safe_clock(${safe})
    where token_hash = ${tokenHash} and receipt is null
    returning receipt_at
  `.execute(db);
  return rows[0]?.receipt_at;
};

export const signedFor = async (
  db: Db,
  loc: Uint8Array,
): Promise<{ statement: Uint8Array; auth_key: Uint8Array } | undefined> =>
  db.selectFrom('links').select(['statement', 'auth_key']).where('loc', '=', loc).executeTakeFirst();
