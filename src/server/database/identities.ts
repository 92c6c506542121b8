import type { Kysely } from 'kysely';
import type { Database } from './schema.js';

type Db = Kysely<Database>;

/** The signed identities of an account, oldest first; empty for nobody. Who reads them verifies them as one chain. */
export const identityChain = (
  db: Db,
  uid: Uint8Array,
): Promise<{ statement: Uint8Array; approval: Uint8Array | null }[]> =>
  db
    .selectFrom('identities')
    .select(['statement', 'approval'])
    .where('uid', '=', uid)
    .orderBy('generation')
    .execute();

/** The signed entries of a relay's team, oldest first. */
export const teamChain = (
  db: Db,
  relay: Uint8Array,
): Promise<{ entry: Uint8Array; approval: Uint8Array | null }[]> =>
  db
    .selectFrom('team_entries')
    .select(['entry', 'approval'])
    .where('relay', '=', relay)
    .orderBy('seq')
    .execute();
