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
 * - `get` resolves to null only if there is no such blob; every other fault rejects with `unavailable`.
 * - `remove` resolves with the keys that could not be removed; a key that holds nothing counts as removed.
 * - Faults reject with `unavailable`, or `storage_full` when there is no room.
 *
 * Keys are 32 lower-case hexadecimal digits.
 */
export interface BlobStore {
  put(key: string, source: Readable, options: PutOptions): Promise<void>;
  get(key: string, range?: ByteRange): Promise<Readable | null>;
  remove(keys: readonly string[]): Promise<{ readonly failed: readonly string[] }>;
  /** Every stored blob, in no order; unfinished writes are not listed. */
  list(): AsyncIterable<{ readonly key: string; readonly size: number }>;
  /** Rejects with `unavailable` if the store can't be written to and read from; tells what it can do. */
  check(): Promise<{ readonly kind: 'disk' | 's3'; readonly writeOnce: 'atomic' | 'database' }>;
  /** Removes what crashed writers left behind (drafts, unfinished multipart uploads) older than `ageMs`. */
  sweepDrafts(ageMs: number): Promise<number>;
  close(): Promise<void>;
}
