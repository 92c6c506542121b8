import { type Kysely, sql } from 'kysely';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { Foreseen } from '../database/sent-head.js';
import type { Caller } from '../http/caller.js';
import { ownGate } from '../log/own-gate.js';
import type { Asked, Gate } from '../log/record.js';

type Db = Kysely<Database>;

/** What a version takes of its safe's room. */
const VERSION_BYTES = sql`v.content_bytes + coalesce(v.thumbnail_bytes, 0) + octet_length(v.metadata)`;

export interface Reception extends Gate {
  readonly keptVersion: number | null;
  readonly signKey: Uint8Array | null;
  readonly epoch: number | null;
  /** Bytes that the safe may hold, those of a version which this one would replace included, and those it holds. */
  readonly room: number;
  readonly used: number;
}

/** What must be known before a version is received; `quota` in bytes. */
export const reception = async (
  db: Db,
  asked: Asked & { doc: Uint8Array; ver: number },
  quota: { plain: number; vouched: number },
): Promise<Reception> => {
  const { rows } = await sql<Reception>`
    with ${ownGate(asked)}
    select gate.refusal, gate.mine,
      (select version from documents d where d.safe = ${asked.safe} and d.id = ${asked.doc} and gate.mine) as "keptVersion",
      (select sign_key from identities i where i.uid = ${asked.caller.uid} order by generation desc limit 1) as "signKey",
      (select max(epoch) from safe_epochs e where e.safe = ${asked.safe} and gate.mine) as epoch,
      coalesce(own.room, 0)::bigint as room, coalesce(own.used_bytes, 0)::bigint as used
    from gate left join lateral (
      select s.used_bytes, case when a.vouched_at is null then ${quota.plain}::bigint else ${quota.vouched}::bigint end
        + coalesce((select ${VERSION_BYTES} from versions v
            where v.safe = s.id and v.document = ${asked.doc} and v.version = ${asked.ver} and v.staged), 0) as room
      from safes s join accounts a on a.uid = s.holder where s.id = ${asked.safe}
    ) own on gate.mine
  `.execute(db);
  return (
    rows[0] ?? { refusal: null, mine: false, keptVersion: null, signKey: null, epoch: null, room: 0, used: 0 }
  );
};

/** Whether the safe has this category, at this epoch of its key or a later one. */
export const hasCategory = async (
  db: Db,
  safe: Uint8Array,
  { cat, catEpoch }: { readonly cat: Uint8Array; readonly catEpoch: number },
): Promise<boolean> =>
  (await db
    .selectFrom('categories')
    .select('epoch')
    .where('safe', '=', safe)
    .where('id', '=', cat)
    .where('epoch', '>=', catEpoch)
    .executeTakeFirst()) !== undefined;

/**
 * Registers a key before anything is stored under it: so every blob in the store is known, and its bytes are counted while
 * they come. Throws `quota_exceeded` if the safe, with all that is under way to it, would hold more than `room` bytes, and
 * `not_found` if it was destroyed meanwhile.
 */
export const registerBlob = async (
  db: Db,
  key: string,
  { safe, bytes, room }: { safe: Uint8Array; bytes: number; room: number },
): Promise<void> => {
  const { rows } = await sql<{ reserved: boolean }>`
    select reserve_blob(${key}, ${safe}, ${bytes}::bigint, ${room}::bigint) as reserved
  `.execute(db);
  if (rows[0]?.reserved) return;
  const there = await db.selectFrom('safes').select('id').where('id', '=', safe).executeTakeFirst();
  throw new SafeError(there ? 'quota_exceeded' : 'not_found');
};

/**
 * Gives up blobs of an upload that failed. Only those still pending: where the answer of a stored version got lost on the
 * way from the database, its blobs are staged, and stay.
 */
export const doomPending = async (db: Db, keys: readonly string[]): Promise<void> => {
  if (keys.length === 0) return;
  await db
    .updateTable('blobs')
    .set({ state: 'doomed', changed_at: sql`now()` })
    .where('key', '=', sql<string>`any(${keys}::text[])`)
    .where('state', '=', 'pending')
    .execute();
};

/** Takes room; false if the safe has none. Bytes may be negative to give room back. */
export const takeRoom = async (
  db: Db,
  safe: Uint8Array,
  bytes: number,
  quota: { plain: number; vouched: number },
): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    update safes s set used_bytes = s.used_bytes + ${bytes}::bigint
    from accounts a
    where s.id = ${safe} and a.uid = s.holder and (${bytes}::bigint <= 0 or s.used_bytes + ${bytes}::bigint <=
      case when a.vouched_at is null then ${quota.plain}::bigint else ${quota.vouched}::bigint end)
  `.execute(db);
  return numAffectedRows === 1n;
};

/** Takes the blobs out of the collector's reach; false if it was there before. */
export const stageBlobs = async (db: Db, keys: readonly string[]): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('blobs')
    .set({ state: 'staged', changed_at: sql`now()` })
    .where('key', '=', sql<string>`any(${keys}::text[])`)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return numUpdatedRows === BigInt(keys.length);
};

export interface StagedVersion {
  readonly safe: Uint8Array;
  readonly document: Uint8Array;
  readonly version: number;
  readonly manifest: Uint8Array;
  readonly manifest_hash: Uint8Array;
  readonly wrapped_key: Uint8Array;
  readonly category: Uint8Array;
  readonly wrap_epoch: number;
  readonly metadata: Uint8Array;
  readonly content_key: string;
  readonly content_bytes: number;
  readonly thumbnail_key: string | null;
  readonly thumbnail_bytes: number | null;
}

/**
 * Stages a version inside the caller's transaction, in one turn: what was staged under its number goes, its blobs leave the
 * collector's reach, its category is looked for, its room is taken. `freed` is what the former one held, in bytes. Throws
 * `unavailable` where a blob is on its way out, `root_mismatch` without the category, `quota_exceeded`, `version_exists`.
 */
export const stageVersion = async (
  tx: Db,
  row: StagedVersion,
  categoryEpoch: number,
  quota: { plain: number; vouched: number },
): Promise<{ freed: number }> => {
  const { rows } = await sql<{ refusal: ErrorCode | null; freed: number }>`
    select refusal, freed from stage_version(${row.safe}, ${row.document}, ${row.version}, ${row.manifest},
      ${row.manifest_hash}, ${row.wrapped_key}, ${row.category}, ${categoryEpoch}, ${row.wrap_epoch}, ${row.metadata},
      ${row.content_key}, ${row.content_bytes}, ${row.thumbnail_key}, ${row.thumbnail_bytes}, ${quota.plain}, ${quota.vouched})
  `.execute(tx);
  const { refusal = 'internal', freed = 0 } = rows[0] ?? {};
  if (refusal !== null) throw new SafeError(refusal);
  return { freed };
};

/**
 * Stages a version and keeps it by a head that was verified before, with their entries, in one statement. Gives what was
 * freed, in bytes, or null, having changed nothing, where the safe is not as it was, or refuses the version.
 */
export const sendAndKeep = async (
  db: Db,
  { uid, loc }: Caller,
  row: StagedVersion,
  categoryEpoch: number,
  quota: { plain: number; vouched: number },
  { follows, documents, seq, envelope, hash, entries }: Foreseen,
): Promise<number | null> => {
  const { rows } = await sql<{ freed: number | null }>`
    select send_and_keep(${uid}, ${loc}, ${row.safe}, ${row.document}, ${row.version}, ${row.manifest},
      ${row.manifest_hash}, ${row.wrapped_key}, ${row.category}, ${categoryEpoch}, ${row.wrap_epoch}, ${row.metadata},
      ${row.content_key}, ${row.content_bytes}, ${row.thumbnail_key}, ${row.thumbnail_bytes}, ${quota.plain}, ${quota.vouched},
      ${follows}, ${documents}, ${seq}, ${envelope}, ${hash}, ${entries}::bytea[]) as freed
  `.execute(db);
  return rows[0]?.freed ?? null;
};

/** False if a kept version already has this number. */
export const insertStaged = async (db: Db, version: StagedVersion): Promise<boolean> => {
  const result = await db
    .insertInto('versions')
    .values(version)
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
};
