import { type Kysely, sql } from 'kysely';
import { toHex } from '../../core/bytes.js';
import type { ErrorCode } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { ReadingRows, ReadingsUnderWay } from '../http/underway.js';
import { closeReadings } from '../log/reading.js';
import { type Asked, entryText } from '../log/record.js';

type Db = Kysely<Database>;

/** A reading under a grant, as it was signed or, where it is not the caller's, as it was asked. */
export interface GrantedReading extends Asked {
  readonly grant: Uint8Array;
  readonly nonce: Uint8Array;
  /** The key under which its signature was verified: if it is not the caller's by now, the outcome is `stale`. */
  readonly signKey: Uint8Array | null;
  /** Why it is refused, unless the gate refuses it before: a reading that somebody else signed, or that is too old. */
  readonly fault: ErrorCode | null;
}

/** Longer than a reading is fresh, so that each is good once; the bytes of one may be under way for as long. */
const KEPT = sql`interval '2 hours'`;

/** Asked with what was known when the signature was verified, so that the refusal is `stale` where it no longer holds. */
const question = ({ caller, safe, grant, signKey }: GrantedReading) =>
  sql`${caller.uid}, ${caller.loc}, ${grant}, ${safe}::bytea, ${signKey}::bytea`;

const gate = (asked: GrantedReading) => sql`
  gate as materialized (select coalesce(grant_refusal(${question(asked)}), ${asked.fault}::text) as refusal)`;

/** The entry of an outcome; what is stale is asked again, and leaves none. */
const entry = (asked: GrantedReading) =>
  sql`case when told.outcome <> 'stale' then log_outcome(${asked.safe}, ${entryText(asked)}, told.outcome) end`;

/** Notes the reading, open while its bytes are under way; a nonce that is there already brings no row. */
const fresh = ({ grant, nonce }: GrantedReading) => sql`
  fresh as (
    insert into readings (nonce, grant_id, open, expires_at)
    select ${nonce}, ${grant}, true, now() + ${KEPT} from gate where gate.refusal is null
    on conflict do nothing
    returning nonce
  )`;

export interface PaperRow {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly manifest: Uint8Array;
  readonly wrapped_key: Uint8Array;
  readonly wrap_epoch: number;
  readonly metadata: Uint8Array;
  readonly content_bytes: number;
  readonly thumbnail_bytes: number | null;
}

/** The rows of so many papers, and the last of them where there are more. */
const cut = (
  rows: readonly PaperRow[],
  limit: number,
): { papers: readonly PaperRow[]; next: Uint8Array | null } => {
  const docs = [...new Set(rows.map(({ doc }) => toHex(doc)))];
  if (docs.length <= limit) return { papers: rows, next: null };
  const kept = new Set(docs.slice(0, limit));
  const papers = rows.filter(({ doc }) => kept.has(toHex(doc)));
  return { papers, next: papers.at(-1)?.doc ?? null };
};

/**
 * Decides, records and lists in one statement: every kept version of what a grant shows, by paper, a page of them. Always at
 * least one row, which carries the outcome.
 */
export const lookAt = async (
  db: Db,
  asked: GrantedReading,
  { after, limit }: { readonly after: Uint8Array; readonly limit: number },
): Promise<{ outcome: string; papers: readonly PaperRow[]; next: Uint8Array | null }> => {
  const { rows } = await sql<PaperRow & { outcome: string; doc: Uint8Array | null }>`
    with ${gate(asked)}, ${fresh(asked)},
    told as materialized (
      select coalesce(gate.refusal, case when not exists (select from fresh) then 'damaged' end, 'ok') as outcome from gate
    ),
    entry as materialized (select ${entry(asked)} from told)
    select told.outcome, v.*
    from told cross join entry left join lateral (
      select v.document as doc, v.version as ver, v.manifest, v.wrapped_key, v.wrap_epoch, v.metadata,
        v.content_bytes, v.thumbnail_bytes
      from (
        select d.safe, d.id from grants g join documents d on d.safe = g.safe
        where g.id = ${asked.grant} and grant_shows(g, d) and d.id > ${after}
        order by d.id limit ${limit + 1}
      ) d
      join versions v on v.safe = d.safe and v.document = d.id and not v.staged
    ) v on told.outcome = 'ok'
    order by v.doc, v.ver
  `.execute(db);
  return {
    outcome: rows[0]?.outcome ?? 'not_found',
    ...cut(
      rows.filter((row) => row.doc !== null),
      limit,
    ),
  };
};

export interface GrantedBlob {
  readonly outcome: string;
  readonly key: string | null;
  readonly bytes: number | null;
}

/** Decides, records and finds the blob of a reading, in one statement. */
export const findBlob = async (
  db: Db,
  asked: GrantedReading & { doc: Uint8Array; ver: number },
  part: 'content' | 'thumbnail',
): Promise<GrantedBlob> => {
  const { rows } = await sql<GrantedBlob>`
    select outcome, key, bytes
    from grant_read(${question(asked)}, ${asked.fault}, ${asked.nonce}, ${KEPT}, ${asked.doc}, ${asked.ver}, ${part},
      ${entryText(asked)})
  `.execute(db);
  return rows[0] ?? { outcome: 'not_found', key: null, bytes: null };
};

/** A reading under way: who reads, under which grant. */
type Reader = Pick<GrantedReading, 'caller' | 'grant' | 'nonce'>;

/** Those that may no longer be: ended, over, or whose reader is out. */
const deniedOf = async (db: Db, readings: readonly Reader[]): Promise<Uint8Array[]> => {
  const { rows } = await sql<{ nonce: Uint8Array }>`
    select r.nonce
    from unnest(${readings.map((one) => one.nonce)}::bytea[], ${readings.map((one) => one.caller.uid)}::bytea[],
      ${readings.map((one) => one.caller.loc)}::bytea[], ${readings.map((one) => one.grant)}::bytea[]) as r (nonce, uid, loc, id)
    where grant_denial(r.uid, r.loc, r.id) is not null
  `.execute(db);
  return rows.map((row) => row.nonce);
};

/** Readings under these grants, under what was passed on of them, and by links that were made under them. */
const anyOpen = async (db: Db, grants: readonly Uint8Array[]): Promise<boolean> => {
  const { rows } = await sql`
    select from readings where open and grant_id = any(${grants}::bytea[]
      || array(select id from grants where parent = any(${grants}::bytea[]))
      || array(select loc from links where parent = any(${grants}::bytea[]))) limit 1
  `.execute(db);
  return rows.length > 0;
};

export const grantReadings = (db: Db): ReadingRows<Reader> => ({
  denied: (readings) => deniedOf(db, readings),
  close: (nonces) => closeReadings(db, nonces),
  anyOpen: (grants) => anyOpen(db, grants),
});

export type GrantReadings = ReadingsUnderWay<Reader>;
