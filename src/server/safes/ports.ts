import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';

/** What safes need of the rest of the server. */
export interface SafesPorts {
  readonly db: Kysely<Database>;
  readonly quota: { readonly plain: number; readonly vouched: number };
  /** Told after blobs were doomed, so that they go at once and not at the next round. */
  blobsDoomed(): void;
}
