import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';

/** What hand-overs need of the rest of the server. */
export interface HandsPorts {
  readonly db: Kysely<Database>;
}
