import { type Insertable, type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.js';
import { DENIED } from '../log/own-gate.js';
import { type Asked, entryText, type Gate } from '../log/record.js';

type Db = Kysely<Database>;

/** Changes of one safe come one after the other. */
export const lockSafe = async (db: Db, safe: Uint8Array): Promise<void> => {
  await sql`select 1 from safes where id = ${safe} for no key update`.execute(db);
};

/** Takes away what waits under an id; gives the bytes that it held. */
export const removeWaiting = async (db: Db, safe: Uint8Array, doc: Uint8Array): Promise<number> => {
  const { rows } = await sql<{ bytes: number }>`
    with gone as (
      delete from deposits d where d.safe = ${safe} and d.id = ${doc} and d.answered_at is null
      returning d.content_key, d.thumbnail_key,
        d.content_bytes + coalesce(d.thumbnail_bytes, 0) + octet_length(d.metadata) as bytes
    ), doomed as (
      update blobs set state = 'doomed', changed_at = now()
      where key in (select content_key from gone union all select thumbnail_key from gone)
    )
    select coalesce(sum(bytes), 0)::bigint as bytes from gone
  `.execute(db);
  return rows[0]?.bytes ?? 0;
};

/** False if the id is in use. */
export const insertDeposit = async (db: Db, row: Insertable<Database['deposits']>): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('deposits')
    .values(row)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
};

const gate = ({ caller, safe }: Asked) => sql`
  gate as materialized (
    select caller_refusal(${caller.uid}, ${caller.loc}) as refusal, s.id is not null as mine,
      s.deposits_closed_at is null as open
    from (select 1) one left join safes s on s.id = ${safe} and s.holder = ${caller.uid}
  )`;

export interface WaitingRow {
  readonly doc: Uint8Array;
  readonly statement: Uint8Array;
  readonly sealed_key: Uint8Array;
  readonly metadata: Uint8Array;
  readonly content_bytes: number;
  readonly thumbnail_bytes: number | null;
  readonly created_at: Date;
  /** Of what came by a link: the link, as the holder made it. */
  readonly drop_loc: Uint8Array | null;
  readonly link_statement: Uint8Array | null;
  readonly link_card: Uint8Array | null;
  readonly link_own: Uint8Array | null;
}

/** What waits, oldest first, and the entry of looking at it, in one statement. At least one row, with the gate. */
export const listWaiting = async (
  db: Db,
  asked: Asked,
): Promise<readonly (Gate & { open: boolean; found: boolean } & WaitingRow)[]> => {
  const { rows } = await sql<Gate & { open: boolean; found: boolean } & WaitingRow>`
    with ${gate(asked)},
    entry as materialized (
      select log_outcome(${asked.safe}, ${entryText(asked)}, coalesce(${DENIED}, 'ok')) from gate
    )
    select gate.refusal, gate.mine, gate.open, d.id is not null as found, d.id as doc, d.statement, d.sealed_key,
      d.metadata, d.content_bytes, d.thumbnail_bytes, d.created_at, d.drop_loc,
      l.statement as link_statement, l.card as link_card, l.own as link_own
    from gate cross join entry
    left join deposits d on d.safe = ${asked.safe} and d.answered_at is null and ${DENIED} is null
    left join drops l on l.loc = d.drop_loc
    order by d.created_at, d.id
  `.execute(db);
  return rows;
};

/** Finds a blob of what waits and writes the entry of its reading, in one statement. */
export const findBlob = async (
  db: Db,
  asked: Asked & { readonly doc: Uint8Array },
  part: 'content' | 'thumbnail',
): Promise<Gate & { readonly key: string | null; readonly bytes: number | null }> => {
  const { rows } = await sql<Gate & { key: string | null; bytes: number | null }>`
    with ${gate(asked)},
    found as materialized (
      select gate.refusal, gate.mine, d.${sql.ref(`${part}_key`)} as key, d.${sql.ref(`${part}_bytes`)} as bytes
      from gate left join deposits d on d.safe = ${asked.safe} and d.id = ${asked.doc} and ${DENIED} is null
    )
    select found.*, log_outcome(${asked.safe}, ${entryText(asked)},
      coalesce(found.refusal, case when found.key is null then 'not_found' end, 'ok')) as seq
    from found
  `.execute(db);
  return rows[0] ?? { refusal: null, mine: false, key: null, bytes: null };
};

/** The key under which the holder of a safe signs now. */
export const holderKey = async (db: Db, safe: Uint8Array): Promise<Uint8Array> => {
  const { rows } = await sql<{ key: Uint8Array }>`
    select i.sign_key as key from identities i join safes s on s.holder = i.uid
    where s.id = ${safe} order by i.generation desc limit 1
  `.execute(db);
  return rows[0]?.key ?? new Uint8Array(0);
};

/** Destroys what waits under an id: `gone` if it did not wait any more, `unknown` if it never did. */
export const empty = async (
  db: Db,
  safe: Uint8Array,
  doc: Uint8Array,
): Promise<'emptied' | 'gone' | 'unknown'> => {
  const { rows } = await sql<{ there: boolean; emptied: boolean }>`
    select empty_deposit(${safe}, ${doc}) as emptied,
      exists (select from deposits where safe = ${safe} and id = ${doc}) as there
  `.execute(db);
  if (rows[0]?.emptied) return 'emptied';
  return rows[0]?.there ? 'gone' : 'unknown';
};

export const setDoor = async (db: Db, safe: Uint8Array, open: boolean): Promise<void> => {
  await db
    .updateTable('safes')
    .set({ deposits_closed_at: open ? null : sql`now()` })
    .where('id', '=', safe)
    .execute();
};

export interface AcceptedRow {
  readonly statement: Uint8Array;
  /** The link by which it came; null where a worker left it. */
  readonly drop_loc: Uint8Array | null;
  readonly content_key: string;
  readonly content_bytes: number;
  readonly thumbnail_key: string | null;
  readonly thumbnail_bytes: number | null;
  readonly metadata_bytes: number;
}

/** What waits under an id, to be moved among the papers. */
export const takeWaiting = async (
  db: Db,
  safe: Uint8Array,
  doc: Uint8Array,
): Promise<AcceptedRow | undefined> => {
  const { rows } = await sql<AcceptedRow>`
    select statement, drop_loc, content_key, content_bytes, thumbnail_key, thumbnail_bytes, octet_length(metadata) as metadata_bytes
    from deposits where safe = ${safe} and id = ${doc} and answered_at is null for update
  `.execute(db);
  return rows[0];
};

/** Its blobs belong to a version from now on: only what is the deposit's own is let go. */
export const markKept = async (db: Db, safe: Uint8Array, doc: Uint8Array): Promise<void> => {
  await sql`
    update deposits set answered_at = now(), sealed_key = null, metadata = null, content_key = null,
      content_bytes = null, thumbnail_key = null, thumbnail_bytes = null
    where safe = ${safe} and id = ${doc}
  `.execute(db);
};

/** The holder's own record may be longer or shorter than the one that was left. */
export const resize = async (db: Db, safe: Uint8Array, bytes: number): Promise<void> => {
  await sql`update safes set used_bytes = used_bytes + ${bytes}::bigint where id = ${safe}`.execute(db);
};

export const newestEpoch = async (db: Db, safe: Uint8Array): Promise<number> => {
  const { rows } = await sql<{ epoch: number }>`
    select max(epoch) as epoch from safe_epochs where safe = ${safe}
  `.execute(db);
  return rows[0]?.epoch ?? 0;
};
