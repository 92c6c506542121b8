import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

/**
 * Holds an account in the relay that a grant is for, until the transaction is over: who is being removed is gone, or is
 * removed after it and finds all that it made. Says nothing of whether they are a member; that is to be asked afterwards.
 */
export const holdMembership = async (
  db: Kysely<Database>,
  grant: Uint8Array,
  uid: Uint8Array,
): Promise<void> => {
  await sql`
    select from team_members m join grants g on g.id = ${grant} and m.relay = g.recipient
    where m.member = ${uid} for key share of m
  `.execute(db);
};
