import type { Readable } from 'node:stream';

/** Bytes `start` to `end`, both inclusive, from 0 (RFC 9110 §14.1.2). */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface PutOptions {
  /** Exact size in bytes; a source that yields more or less is refused and nothing is stored. */
  readonly size: number;
  /** SHA-256 of the bytes, 32 bytes, where the sender knows it: the store itself then refuses altered bytes. */
  readonly sha256?: Uint8Array;
  readonly signal?: AbortSignal;
}

/**
 * Where ciphertext lies. Every adapter keeps every promise, also over a crash or a power cut:
 *
 * - A key holds the whole blob or nothing. When `put` resolves, the bytes are on stable storage.
 * - A key is written once: `put` on a key that holds a blob rejects with `blob_exists` and leaves the blob as it is.
 *   (A store without conditional PUT can't hold two simultaneous writers of one key apart: see `writeOnce`; callers
 *   register keys under a uniqueness rule in the database and never use one twice.)
 * - `put` takes the source over, from the moment of the call: when it rejects, the source is destroyed. It rejects with
 *   the source's own error if the source fails, with the signal's reason if it was aborted, and with `root_mismatch` if
 *   what arrived was cut, longer, shorter or not of that SHA-256: then nothing is under the key. After `unavailable` the
 *   key holds nothing or, if only the store's answer was lost, the whole blob, which the orphan job collects.
 * - `get` resolves to null only if there is no such blob; every other fault rejects with `unavailable`. A range is cut to
 *   the blob's end; one that begins behind it rejects with `range_not_satisfiable`. The stream holds a file or a
 *   connection until it is read to its end or destroyed; if it breaks off it fails and never just ends early.
 * - `getWhole` is `get` for a blob of known size that fits in memory: it rejects with `unavailable` if there is more or less.
 * - `remove` resolves with the keys that could not be removed; a key that holds nothing counts as removed. It rejects
 *   when the store could not be asked: then any of the keys may still be there.
 * - Faults reject with `unavailable`, or `storage_full` when there is no room.
 *
 * Keys are 32 lower-case hexadecimal digits; anything else rejects with `invalid_request`.
 */
export interface BlobStore {
  put(key: string, source: Readable, options: PutOptions): Promise<void>;
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  getWhole(key: string, size: number): Promise<Buffer | null>;
  remove(keys: readonly string[]): Promise<{ readonly failed: readonly string[] }>;
  /** Every stored blob, in no order; unfinished writes are not listed. */
  list(): AsyncIterable<{ readonly key: string; readonly size: number }>;
  /** Rejects if the store can't be written to and read from right now; tells what it can do. */
  check(): Promise<{ readonly kind: 'disk' | 's3'; readonly writeOnce: WriteOnce }>;
  /** Removes what crashed writers left behind (drafts, unfinished multipart uploads) older than `ageMs`; tells how many. */
  sweepDrafts(ageMs: number): Promise<number>;
  close(): Promise<void>;
}

/** Who keeps two simultaneous writers of one key apart: the store, or only the caller's rule in the database. */
export type WriteOnce = 'atomic' | 'database';
