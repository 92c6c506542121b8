import { type Kysely, sql } from 'kysely';
import type { HeadDocument } from '../../core/protocol/head.js';
import type { LogPin } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { entryText } from '../log/record.js';

type Db = Kysely<Database>;

/** False if there is a safe of that id: the caller's transaction must not go on. */
export const insertSafe = async (
  db: Db,
  holder: Uint8Array,
  safe: { id: Uint8Array; wrappedKey: Uint8Array; head: Uint8Array },
  headHash: Uint8Array,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('safes')
    .values({ id: safe.id, holder })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await db
    .insertInto('safe_epochs')
    .values({ safe: safe.id, epoch: 1, wrapped_key: safe.wrappedKey, wrapped_previous: null })
    .execute();
  await db
    .insertInto('heads')
    .values({ safe: safe.id, seq: 1, envelope: safe.head, hash: headHash })
    .execute();
  await sql`select log_start(${safe.id})`.execute(db);
  return true;
};

/** Whether the holder has this safe under this first key and, while it is the newest, this first head. */
export const isFirstSafe = async (
  db: Db,
  holder: Uint8Array,
  safe: { id: Uint8Array; wrappedKey: Uint8Array; head: Uint8Array },
): Promise<boolean> => {
  const { rows } = await sql`
    select from safes s
    join safe_epochs e on e.safe = s.id and e.epoch = 1 and e.wrapped_key = ${safe.wrappedKey}
    join heads h on h.safe = s.id and (h.seq > 1 or h.envelope = ${safe.head})
    where s.id = ${safe.id} and s.holder = ${holder}
  `.execute(db);
  return rows.length === 1;
};

export interface SafeRow {
  readonly id: Uint8Array;
  readonly used: number;
  readonly vouched: boolean;
  readonly head: Uint8Array;
  readonly epochs: readonly { epoch: number; wrapped_key: string; wrapped_previous: string | null }[];
  readonly categories: readonly { id: string; epoch: number; wrapped_name: string }[];
}

/**
 * The caller's safes, and an entry in each one's log, in one statement. Bytes inside the JSON columns come in hexadecimal
 * after `\x`. A refused caller gets no rows but its refusal.
 */
export const lookAtSafes = async (
  db: Db,
  caller: Caller,
): Promise<{ refusal: string | null; safes: readonly SafeRow[] }> => {
  const body = entryText({ caller, safe: caller.uid, act: 'safe.look' });
  const { rows } = await sql<SafeRow & { refusal: string | null }>`
    with gate as materialized (select caller_refusal(${caller.uid}, ${caller.loc}) as refusal),
    mine as materialized (
      select s.id, s.used_bytes, a.vouched_at is not null as vouched
      from safes s join accounts a on a.uid = s.holder
      where s.holder = ${caller.uid}
    ),
    entry as materialized (
      select mine.id, log_outcome(mine.id, ${body}, coalesce(gate.refusal, 'ok')) from mine cross join gate
    )
    select gate.refusal, mine.id, mine.used_bytes as used, mine.vouched, h.envelope as head,
      (select coalesce(json_agg(json_build_object('epoch', e.epoch, 'wrapped_key', e.wrapped_key,
          'wrapped_previous', e.wrapped_previous) order by e.epoch), '[]')
        from safe_epochs e where e.safe = mine.id) as epochs,
      (select coalesce(json_agg(json_build_object('id', c.id, 'epoch', c.epoch,
          'wrapped_name', c.wrapped_name) order by c.id), '[]')
        from categories c where c.safe = mine.id) as categories
    from gate
    left join entry on true
    left join mine on mine.id = entry.id
    left join heads h on h.safe = mine.id
  `.execute(db);
  const refusal = rows[0]?.refusal ?? null;
  return { refusal, safes: refusal === null ? rows.filter((row) => row.id !== null) : [] };
};

/**
 * Makes a category. A name is not signed: so that a stolen token can't spoil one, it is written once for each epoch of the
 * safe's key. False if another name is there, or the epoch is not the safe's newest.
 */
export const putCategory = async (
  db: Db,
  safe: Uint8Array,
  category: { id: Uint8Array; epoch: number; wrappedName: Uint8Array },
): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    insert into categories as c (safe, id, epoch, wrapped_name)
    select ${safe}, ${category.id}, e.epoch, ${category.wrappedName}
    from safe_epochs e
    where e.safe = ${safe} and e.epoch = ${category.epoch}
      and not exists (select 1 from safe_epochs later where later.safe = e.safe and later.epoch > e.epoch)
    on conflict (safe, id) do update set epoch = excluded.epoch, wrapped_name = excluded.wrapped_name
    where c.epoch < excluded.epoch or (c.epoch = excluded.epoch and c.wrapped_name = excluded.wrapped_name)
  `.execute(db);
  return numAffectedRows === 1n;
};

export const countCategories = async (db: Db, safe: Uint8Array): Promise<number> => {
  const { count } = await db
    .selectFrom('categories')
    .select(sql<number>`count(*)`.as('count'))
    .where('safe', '=', safe)
    .executeTakeFirstOrThrow();
  return count;
};

export interface CurrentHead {
  readonly seq: number;
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
  readonly signKey: Uint8Array;
  /** Number of the newest key of the safe. */
  readonly epoch: number;
}

export const currentHead = async (db: Db, safe: Uint8Array): Promise<CurrentHead | undefined> => {
  const { rows } = await sql<CurrentHead>`
    select h.seq, h.envelope, h.hash,
      (select i.sign_key from identities i where i.uid = s.holder order by i.generation desc limit 1) as "signKey",
      (select max(e.epoch) from safe_epochs e where e.safe = h.safe) as epoch
    from heads h join safes s on s.id = h.safe where h.safe = ${safe}
  `.execute(db);
  return rows[0];
};

export const storeHead = async (
  db: Db,
  safe: Uint8Array,
  head: { seq: number; envelope: Uint8Array; hash: Uint8Array },
): Promise<void> => {
  await db.updateTable('heads').set(head).where('safe', '=', safe).execute();
};

export const wrappedKeys = async (db: Db, safe: Uint8Array): Promise<Uint8Array[]> => {
  const rows = await db
    .selectFrom('safe_epochs')
    .select('wrapped_key')
    .where('safe', '=', safe)
    .orderBy('epoch')
    .execute();
  return rows.map((row) => row.wrapped_key);
};

export const logHead = async (db: Db, safe: Uint8Array): Promise<LogPin> =>
  db.selectFrom('log_heads').select(['seq', 'hash']).where('safe', '=', safe).executeTakeFirstOrThrow();

export const logEntryHashAt = async (
  db: Db,
  safe: Uint8Array,
  seq: number,
): Promise<Uint8Array | undefined> =>
  (
    await db
      .selectFrom('log_entries')
      .select('hash')
      .where('safe', '=', safe)
      .where('seq', '=', seq)
      .executeTakeFirst()
  )?.hash;

/** The list that the next head must sign: purged documents are no longer on it. */
export const headDocuments = async (db: Db, safe: Uint8Array): Promise<HeadDocument[]> => {
  const rows = await db
    .selectFrom('documents')
    .select(['id', 'version', 'manifest_hash', 'binned_at'])
    .where('safe', '=', safe)
    .where('purged_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    doc: row.id,
    ver: row.version,
    manifest: row.manifest_hash,
    binned: row.binned_at !== null,
  }));
};

export const eraseSafe = async (db: Db, safe: Uint8Array): Promise<void> => {
  await sql`select erase_safe(${safe})`.execute(db);
};

export interface EntryRow {
  readonly seq: number;
  readonly at: number;
  readonly salt: Uint8Array;
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
}

export const entriesAfter = async (
  db: Db,
  safe: Uint8Array,
  after: number,
  limit: number,
): Promise<EntryRow[]> =>
  db
    .selectFrom('log_entries')
    .select(['seq', 'at', 'salt', 'body', 'hash'])
    .where('safe', '=', safe)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
