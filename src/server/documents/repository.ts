import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.js';
import { type Asked, entryText, type Gate } from '../log/record.js';
import { DENIED, ownEntry, ownGate } from '../log/own-gate.js';

type Db = Kysely<Database>;

export interface VersionRow {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly manifest: Uint8Array;
  readonly wrapped_key: Uint8Array;
  readonly wrap_epoch: number;
  readonly metadata: Uint8Array;
  readonly content_bytes: number;
  readonly thumbnail_bytes: number | null;
  readonly binned_at: Date | null;
}

export interface ListedRow extends VersionRow, Gate {
  readonly head: Uint8Array;
  readonly manifest_hash: Uint8Array;
  readonly purged_at: Date | null;
  readonly found: number;
}

/** What a page of papers holds in memory at most, the last paper apart. */
const PAGE_BYTES = 2_000_000;

/**
 * A page of the newest versions, by id, cut at {@link PAGE_BYTES}; `found` is how many `limit` allowed. Always at least
 * one row, which carries the gate and the head.
 */
export const listPapers = async (
  db: Db,
  asked: Asked,
  after: Uint8Array,
  limit: number,
): Promise<readonly (ListedRow & { doc: Uint8Array | null })[]> => {
  const { rows } = await sql<ListedRow>`
    with ${ownGate(asked)},
    ${ownEntry(asked)},
    sized as (
      select d.*, count(*) over () as found,
        coalesce(sum(octet_length(v.metadata) + octet_length(v.manifest))
          over (order by d.id rows between unbounded preceding and 1 preceding), 0) as before
      from (
        select d.* from documents d cross join gate
        where d.safe = ${asked.safe} and d.id > ${after} and ${DENIED} is null
        order by d.id limit ${limit}
      ) d
      left join versions v on v.safe = d.safe and v.document = d.id and v.version = d.version
    ),
    page as (select * from sized where before < ${PAGE_BYTES}::bigint)
    select page.found, gate.refusal, gate.mine, h.envelope as head, page.id as doc, page.version as ver, page.manifest_hash,
      page.binned_at, page.purged_at, v.manifest, v.wrapped_key, v.wrap_epoch, v.metadata,
      v.content_bytes, v.thumbnail_bytes
    from gate
    cross join entry
    left join heads h on h.safe = ${asked.safe} and gate.mine
    left join page on true
    left join versions v on v.safe = page.safe and v.document = page.id and v.version = page.version
    order by page.id
  `.execute(db);
  return rows;
};

/** Every kept version of one document, oldest first; always at least one row, which carries the gate. */
export const listVersions = async (
  db: Db,
  asked: Asked & { doc: Uint8Array },
): Promise<readonly (VersionRow & Gate)[]> => {
  const { rows } = await sql<VersionRow & Gate>`
    with ${ownGate(asked)},
    found as materialized (
      select v.*, d.binned_at from gate
      join documents d on d.safe = ${asked.safe} and d.id = ${asked.doc} and d.purged_at is null
      join versions v on v.safe = d.safe and v.document = d.id and not v.staged
      where ${DENIED} is null
    ),
    entry as materialized (
      select log_outcome(${asked.safe}, ${entryText(asked)},
        coalesce(${DENIED}, case when not exists (select 1 from found) then 'not_found' end, 'ok')) from gate
    )
    select gate.refusal, gate.mine, found.document as doc, found.version as ver, found.manifest, found.wrapped_key,
      found.wrap_epoch, found.metadata, found.content_bytes, found.thumbnail_bytes, found.binned_at
    from gate cross join entry left join found on true
    order by found.version
  `.execute(db);
  return rows;
};

export interface BlobRow extends Gate {
  readonly key: string | null;
  readonly bytes: number | null;
}

/** Finds a blob of a kept version and writes the entry of its reading, in one statement. */
export const findBlob = async (
  db: Db,
  asked: Asked & { doc: Uint8Array; ver: number },
  part: 'content' | 'thumbnail',
): Promise<BlobRow> => {
  const { caller, safe, doc, ver } = asked;
  const { rows } = await sql<BlobRow>`
    select refusal, mine, key, bytes
    from paper_read(${caller.uid}, ${caller.loc}, ${safe}, ${doc}, ${ver}, ${part}, ${entryText(asked)})
  `.execute(db);
  return rows[0] ?? { refusal: null, mine: false, key: null, bytes: null };
};

/** Whether a blob is one that a kept version needs. */
export const isLive = async (db: Db, key: string): Promise<boolean> => {
  const found = await db
    .selectFrom('blobs')
    .select('key')
    .where('key', '=', key)
    .where('state', '=', 'live')
    .executeTakeFirst();
  return found !== undefined;
};
