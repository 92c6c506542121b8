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

/** The key under which an account signs now, and its generation; none for nobody. */
export const signerOf = (
  db: Db,
  uid: Uint8Array,
): Promise<{ readonly sign_key: Uint8Array; readonly generation: number } | undefined> =>
  db
    .selectFrom('identities')
    .select(['sign_key', 'generation'])
    .where('uid', '=', uid)
    .orderBy('generation', 'desc')
    .executeTakeFirst();

/** The key alone; an empty one, under which nothing verifies, for nobody. */
export const signKeyOf = async (db: Db, uid: Uint8Array): Promise<Uint8Array> =>
  (await signerOf(db, uid))?.sign_key ?? new Uint8Array(0);
