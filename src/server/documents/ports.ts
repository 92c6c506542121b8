import type { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';
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

export interface Place {
  readonly safe: Uint8Array;
  readonly document: Uint8Array;
  readonly version: number;
}

/** The parts of a version, in the order of the contract. */
export type Parts = AsyncIterable<{ readonly name: string; readonly bytes: Readable }>;
