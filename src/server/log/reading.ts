import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';

/** Notes that no more bytes of a reading leave: whoever ends what it was read under need not wait for it. */
export const closeReading = async (db: Kysely<Database>, nonce: Uint8Array): Promise<void> => {
  await db.updateTable('readings').set({ open: false }).where('nonce', '=', nonce).execute();
};
