import { type Kysely, sql } from 'kysely';
import { toHex } from '../../core/bytes.js';
import type { Database } from './schema.js';

type Db = Kysely<Database>;

type Chain = { statement: Uint8Array; approval: Uint8Array | null }[];

/** The signed identities of an account, oldest first; empty for nobody. Who reads them verifies them as one chain. */
export const identityChain = (db: Db, uid: Uint8Array): Promise<Chain> =>
  db
    .selectFrom('identities')
    .select(['statement', 'approval'])
    .where('uid', '=', uid)
    .orderBy('generation')
    .execute();

/** The same of many accounts, by id in hexadecimal; nobody's is not among them. */
export const identityChains = async (
  db: Db,
  uids: readonly Uint8Array[],
): Promise<ReadonlyMap<string, Chain>> => {
  const rows = await db
    .selectFrom('identities')
    .select(['uid', 'statement', 'approval'])
    .where('uid', '=', sql<Uint8Array>`any(${uids}::bytea[])`)
    .orderBy('generation')
    .execute();
  const chains = new Map<string, Chain>();
  for (const { uid, ...link } of rows) {
    const key = toHex(uid);
    chains.set(key, [...(chains.get(key) ?? []), link]);
  }
  return chains;
};

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
