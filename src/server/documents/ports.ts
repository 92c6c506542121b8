import type { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';
import type { Foreseen, SentWithHead } from '../database/sent-head.js';
import type { Caller } from '../http/caller.js';
import type { BlobStore } from '../storage/blob-store.js';

/** What documents need of the rest of the server. */
export interface DocumentsPorts {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  readonly quota: { readonly plain: number; readonly vouched: number };
  /** Largest content container, in bytes. */
  readonly maxBytes: number;
  /** Told when bytes were given up and may be collected at once. */
  blobsDoomed(): void;
}

/** What receiving needs beside: a head that comes along with what it keeps. */
export interface ReceivingPorts extends DocumentsPorts {
  readonly heads: {
    /**
     * Verifies such a head before anything is locked, while the version's bytes are still on their way to the disk; null where
     * it is not plainly the next one.
     */
    foresee(caller: Caller, safe: Uint8Array, sent: SentWithHead): Promise<Foreseen | null>;
    /**
     * Commits a head that keeps one staged version and changes nothing else, inside the caller's transaction, with the safe's
     * row locked; gives what to write into the log. `head_conflict` where it is not the next one.
     */
    keepSent(
      tx: Kysely<Database>,
      caller: Caller,
      safe: Uint8Array,
      sent: { readonly head: Uint8Array; readonly doc: Uint8Array; readonly ver: number },
    ): Promise<{ readonly seq: number; readonly entries: readonly Uint8Array[] }>;
  };
}

export interface Place {
  readonly safe: Uint8Array;
  readonly document: Uint8Array;
  readonly version: number;
}

/** The parts of a version, in the order of the contract. */
export type Parts = AsyncIterable<{ readonly name: string; readonly bytes: Readable }>;
