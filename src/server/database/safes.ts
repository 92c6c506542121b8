import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.js';

type Db = Kysely<Database>;

export const safeOfGrant = async (db: Db, grant: Uint8Array): Promise<Uint8Array | undefined> =>
  (await db.selectFrom('grants').select('safe').where('id', '=', grant).executeTakeFirst())?.safe;

/** Milliseconds by the safe's clock; of a safe that is gone, after everything. */
export const safeClock = async (db: Db, safe: Uint8Array): Promise<number> => {
  const { rows } = await sql<{ now: number }>`select safe_clock(${safe}) as now`.execute(db);
  return rows[0]?.now ?? Number.MAX_SAFE_INTEGER;
};
