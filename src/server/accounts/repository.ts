import { type Kysely, sql } from 'kysely';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { Database } from '../database/schema.js';

export { identityChain } from '../database/identities.js';

type Db = Kysely<Database>;

export const insertAccount = async (db: Db, uid: Uint8Array, role: string): Promise<boolean> => {
  const result = await db
    .insertInto('accounts')
    .values({ uid, role })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
};

export const insertIdentity = async (
  db: Db,
  uid: Uint8Array,
  generation: number,
  link: IdentityLink,
  signKey: Uint8Array,
): Promise<void> => {
  await db
    .insertInto('identities')
    .values({ uid, generation, statement: link.statement, approval: link.approval, sign_key: signKey })
    .execute();
};

export const newestSignKey = async (
  db: Db,
  uid: Uint8Array,
): Promise<{ generation: number; key: Uint8Array } | undefined> => {
  const row = await db
    .selectFrom('identities')
    .select(['generation', 'sign_key'])
    .where('uid', '=', uid)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { generation: row.generation, key: row.sign_key };
};

export const insertUnlockers = async (
  db: Db,
  uid: Uint8Array,
  seq: number,
  envelope: Uint8Array,
): Promise<void> => {
  await db.insertInto('unlocker_lists').values({ uid, seq, envelope }).execute();
};

/** The first list tells a repeated opening, the newest what holds; those between tell nothing to anybody. */
export const forgetOldUnlockers = async (db: Db, uid: Uint8Array): Promise<void> => {
  await sql`select forget_old_unlockers(${uid})`.execute(db);
};

export const firstUnlockers = async (db: Db, uid: Uint8Array): Promise<Uint8Array | undefined> =>
  (
    await db
      .selectFrom('unlocker_lists')
      .select('envelope')
      .where('uid', '=', uid)
      .where('seq', '=', 1)
      .executeTakeFirst()
  )?.envelope;

export const newestUnlockers = async (
  db: Db,
  uid: Uint8Array,
): Promise<{ seq: number; envelope: Uint8Array } | undefined> =>
  db
    .selectFrom('unlocker_lists')
    .select(['seq', 'envelope'])
    .where('uid', '=', uid)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Locks the account's row, so that changes of its unlockers come one after the other. */
export const lockAccount = async (
  db: Db,
  uid: Uint8Array,
  loc: Uint8Array,
): Promise<{ refusal: string | null; vouched: boolean } | undefined> => {
  const { rows } = await sql<{ refusal: string | null; vouched: boolean }>`
    select caller_refusal(${uid}, ${loc}) as refusal, vouched_at is not null as vouched
    from accounts where uid = ${uid} for no key update
  `.execute(db);
  return rows[0];
};
