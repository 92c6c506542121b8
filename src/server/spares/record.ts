import { type Kysely, sql } from 'kysely';
import type { LogAction } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { appendEntries, entryBody } from '../log/record.js';

/** Writes into every safe of a person what a relay's member did, with what they signed. Locked in the order in which everybody locks them. */
export const recordAbout = async (
  tx: Kysely<Database>,
  holder: Uint8Array,
  entry: { readonly caller: Caller; readonly act: LogAction; readonly proof: Uint8Array },
): Promise<void> => {
  const { rows } = await sql<{ id: Uint8Array }>`
    select id from safes where holder = ${holder} order by id for no key update
  `.execute(tx);
  for (const { id } of rows) await appendEntries(tx, id, [entryBody(entry)]);
};
