import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';

/** What relays need of the rest of the server. */
export interface RelaysPorts {
  readonly db: Kysely<Database>;
  /** The association's public key, if this deployment was given one; asked each time, so that no restart is needed. */
  directoryKey(): Promise<Uint8Array | null>;
}
