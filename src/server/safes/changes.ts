import { type Kysely, sql } from 'kysely';
import { sameBytes, toHex } from '../../core/bytes.js';
import { openManifest } from '../../core/protocol/manifest.js';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;

export interface Changes {
  readonly keep: readonly { doc: Uint8Array; ver: number }[];
  readonly bin: readonly Uint8Array[];
  readonly restore: readonly Uint8Array[];
  readonly destroy: readonly Uint8Array[];
}

interface StagedRow {
  readonly document: Uint8Array;
  readonly version: number;
  readonly manifest: Uint8Array;
  readonly manifest_hash: Uint8Array;
  readonly has_thumbnail: boolean;
  readonly wrap_epoch: number;
  readonly kept_version: number | null;
  readonly kept_hash: Uint8Array | null;
}

/** Each version follows the one that is kept: next number, and chained to its manifest. */
const follows = (row: StagedRow, safe: Uint8Array, signKey: Uint8Array): boolean => {
  const place = { safe, document: row.document, version: row.version };
  const { prev } = openManifest(row.manifest, signKey, place);
  if (row.version !== (row.kept_version ?? 0) + 1) return false;
  return row.kept_hash === null ? prev === null : prev !== null && sameBytes(prev, row.kept_hash);
};

/** A version that is kept, and the epoch of the key under which its own is wrapped. */
export interface Kept {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly wrapEpoch: number;
}

/**
 * A kept version is listed as its document's newest; one whose document was in the bin takes it out. What a new head leaves
 * out goes first: documents whose days in the bin were over before it.
 */
const keepVersions = async (
  tx: Db,
  safe: Uint8Array,
  keep: Changes['keep'],
  signKey: Uint8Array,
): Promise<readonly Kept[]> => {
  const { rows } = await sql<StagedRow>`
    with purged as (delete from documents where safe = ${safe} and purged_at is not null)
    select v.document, v.version, v.manifest, v.manifest_hash, v.thumbnail_key is not null as has_thumbnail, v.wrap_epoch,
      d.version as kept_version, d.manifest_hash as kept_hash
    from unnest(${keep.map((one) => one.doc)}::bytea[], ${keep.map((one) => one.ver)}::integer[]) as k (doc, ver)
    join versions v on v.safe = ${safe} and v.document = k.doc and v.version = k.ver and v.staged
    left join documents d on d.safe = v.safe and d.id = v.document and d.purged_at is null
    for update of v
  `.execute(tx);
  if (keep.length === 0) return [];
  const distinct = new Set(rows.map((row) => toHex(row.document)));
  if (distinct.size !== keep.length) throw new SafeError('not_found');
  if (!rows.every((row) => follows(row, safe, signKey))) throw new SafeError('head_conflict');
  const { numAffectedRows } = await sql`
    with kept as (
      update versions v set staged = false
      from unnest(${rows.map((row) => row.document)}::bytea[], ${rows.map((row) => row.version)}::integer[]) as k (doc, ver)
      where v.safe = ${safe} and v.document = k.doc and v.version = k.ver
      returning v.document, v.version, v.manifest_hash, v.content_key, v.thumbnail_key
    ), listed as (
      insert into documents (safe, id, version, manifest_hash)
      select ${safe}, document, version, manifest_hash from kept
      on conflict (safe, id) do update
        set version = excluded.version, manifest_hash = excluded.manifest_hash, binned_at = null
    )
    update blobs set state = 'live', changed_at = now()
    where state = 'staged' and key in (select content_key from kept union all select thumbnail_key from kept)
  `.execute(tx);
  // A version must never be acknowledged whose bytes are on their way out.
  const blobs = rows.reduce((sum, row) => sum + (row.has_thumbnail ? 2 : 1), 0);
  if (numAffectedRows !== BigInt(blobs)) throw new SafeError('unavailable');
  return rows.map((row) => ({ doc: row.document, ver: row.version, wrapEpoch: row.wrap_epoch }));
};

const setBinned = async (
  tx: Db,
  safe: Uint8Array,
  ids: readonly Uint8Array[],
  binned: boolean,
): Promise<void> => {
  if (ids.length === 0) return;
  const { numUpdatedRows } = await tx
    .updateTable('documents')
    .set({ binned_at: binned ? sql`now()` : null })
    .where('safe', '=', safe)
    .where('id', '=', sql<Uint8Array>`any(${ids}::bytea[])`)
    .where('binned_at', binned ? 'is' : 'is not', null)
    .where('purged_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows !== BigInt(ids.length)) throw new SafeError('head_conflict');
};

/** Destroys keys, manifests and metadata now; the bytes are handed to the collector in the same transaction. */
export const destroyVersions = async (
  tx: Db,
  safe: Uint8Array,
  ids: readonly Uint8Array[],
): Promise<void> => {
  await sql`
    with gone as (
      delete from versions where safe = ${safe} and document = any(${ids}::bytea[])
      returning content_key, thumbnail_key,
        content_bytes + coalesce(thumbnail_bytes, 0) + octet_length(metadata) as bytes
    ), doomed as (
      update blobs set state = 'doomed', changed_at = now()
      where key in (select content_key from gone union all select thumbnail_key from gone)
    )
    update safes set used_bytes = used_bytes - (select coalesce(sum(bytes), 0) from gone) where id = ${safe}
  `.execute(tx);
};

const destroyDocuments = async (tx: Db, safe: Uint8Array, ids: readonly Uint8Array[]): Promise<void> => {
  if (ids.length === 0) return;
  await destroyVersions(tx, safe, ids);
  const { numDeletedRows } = await tx
    .deleteFrom('documents')
    .where('safe', '=', safe)
    .where('id', '=', sql<Uint8Array>`any(${ids}::bytea[])`)
    .where('purged_at', 'is', null)
    .executeTakeFirst();
  if (numDeletedRows !== BigInt(ids.length)) throw new SafeError('head_conflict');
};

/** Applies what a head commits to, inside its transaction; throws `head_conflict` where the safe is no longer so; gives what it kept. */
export const applyChanges = async (
  tx: Db,
  safe: Uint8Array,
  changes: Changes,
  signKey: Uint8Array,
): Promise<readonly Kept[]> => {
  const kept = await keepVersions(tx, safe, changes.keep, signKey);
  await setBinned(tx, safe, changes.bin, true);
  await setBinned(tx, safe, changes.restore, false);
  await destroyDocuments(tx, safe, changes.destroy);
  return kept;
};
