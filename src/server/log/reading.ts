import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/schema.js';

/** Notes that no more bytes of these readings leave: whoever ends what they were read under need not wait for them. */
export const closeReadings = async (db: Kysely<Database>, nonces: readonly Uint8Array[]): Promise<void> => {
  await sql`update readings set open = false where nonce = any(${nonces}::bytea[])`.execute(db);
};
