import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';

export interface AsksPorts {
  readonly db: Kysely<Database>;
}
