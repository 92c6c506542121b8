import { type Kysely, sql } from 'kysely';
import type { Identity, IdentityLink } from '../../core/protocol/identity.js';
import type { TeamLink, TeamRole } from '../../core/protocol/team.js';
import type { Database } from '../database/schema.js';

export { identityChain, teamChain } from '../database/identities.js';

type Db = Kysely<Database>;

export interface RelayRow {
  readonly uid: Uint8Array;
  readonly certificate: Uint8Array | null;
}

export const findRelay = async (db: Db, relay: Uint8Array, lock = false): Promise<RelayRow | undefined> => {
  const query = db.selectFrom('relays').select(['uid', 'certificate']).where('uid', '=', relay);
  return (lock ? query.forNoKeyUpdate() : query).executeTakeFirst();
};

export const insertIdentity = async (db: Db, identity: Identity, link: IdentityLink): Promise<void> => {
  const { uid, gen, sign } = identity;
  await db
    .insertInto('identities')
    .values({ uid, generation: gen, statement: link.statement, approval: link.approval, sign_key: sign })
    .execute();
};

/** How many relays somebody founded that the association has not certified. */
export const countUncertified = async (db: Db, founder: Uint8Array): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from relays where founder = ${founder} and certificate is null
  `.execute(db);
  return rows[0]?.n ?? 0;
};

/** False if there is an account of that id. */
export const insertRelay = async (db: Db, uid: Uint8Array, founder: Uint8Array): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('accounts')
    .values({ uid, role: 'relay' })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) return false;
  await db.insertInto('relays').values({ uid, certificate: null, founder }).execute();
  return true;
};

export const setCertificate = async (db: Db, relay: Uint8Array, certificate: Uint8Array): Promise<void> => {
  await db.updateTable('relays').set({ certificate }).where('uid', '=', relay).execute();
};

export const insertTeamEntry = async (
  db: Db,
  relay: Uint8Array,
  seq: number,
  link: TeamLink,
): Promise<void> => {
  await db
    .insertInto('team_entries')
    .values({ relay, seq, entry: link.entry, approval: link.approval })
    .execute();
};

export const teamRole = async (db: Db, relay: Uint8Array, member: Uint8Array): Promise<TeamRole | null> =>
  (
    await db
      .selectFrom('team_members')
      .select('role')
      .where('relay', '=', relay)
      .where('member', '=', member)
      .executeTakeFirst()
  )?.role ?? null;

export const putMember = async (
  db: Db,
  relay: Uint8Array,
  member: Uint8Array,
  role: TeamRole,
): Promise<void> => {
  await db
    .insertInto('team_members')
    .values({ relay, member, role })
    .onConflict((oc) => oc.columns(['relay', 'member']).doUpdateSet({ role }))
    .execute();
};

/** Whoever leaves takes no sealed key along, of no generation. */
export const removeMember = async (db: Db, relay: Uint8Array, member: Uint8Array): Promise<void> => {
  for (const table of ['team_members', 'team_keys'] as const) {
    await db.deleteFrom(table).where('relay', '=', relay).where('member', '=', member).execute();
  }
};

/** A key for who was there already takes the place of the one sealed to their older identity. */
export const putTeamKeys = async (
  db: Db,
  relay: Uint8Array,
  generation: number,
  keys: readonly { member: Uint8Array; sealed: Uint8Array }[],
): Promise<void> => {
  for (const { member, sealed } of keys) {
    await db
      .deleteFrom('team_keys')
      .where('relay', '=', relay)
      .where('member', '=', member)
      .where('generation', '=', generation)
      .execute();
    await db.insertInto('team_keys').values({ relay, generation, member, sealed }).execute();
  }
};

export const insertPrevious = async (
  db: Db,
  relay: Uint8Array,
  generation: number,
  wrapped: Uint8Array,
): Promise<void> => {
  await db.insertInto('team_previous').values({ relay, generation, wrapped }).execute();
};

export const relaysOf = (db: Db, member: Uint8Array) =>
  db
    .selectFrom('team_members')
    .select(['relay', 'role'])
    .where('member', '=', member)
    .orderBy('relay')
    .execute();

export const keysFor = (db: Db, relay: Uint8Array, member: Uint8Array) =>
  db
    .selectFrom('team_keys')
    .select(['generation', 'sealed'])
    .where('relay', '=', relay)
    .where('member', '=', member)
    .orderBy('generation')
    .execute();

export const previousKeys = (db: Db, relay: Uint8Array) =>
  db
    .selectFrom('team_previous')
    .select(['generation', 'wrapped'])
    .where('relay', '=', relay)
    .orderBy('generation')
    .execute();

/** Gives a person's safes more room; who vouched first is looked up with {@link vouchedSince}. */
export const vouchFor = async (db: Db, holder: Uint8Array): Promise<void> => {
  await db.updateTable('accounts').set({ vouched_at: sql`now()` }).where('uid', '=', holder).execute();
};

/** When somebody vouched for a person first, their row locked; undefined for who is none. */
export const vouchedSince = (db: Db, holder: Uint8Array): Promise<{ vouched_at: Date | null } | undefined> =>
  db
    .selectFrom('accounts')
    .select('vouched_at')
    .where('uid', '=', holder)
    .where('role', '=', 'holder')
    .forNoKeyUpdate()
    .executeTakeFirst();

/** The safes of a person, locked in the order in which everybody locks them. */
export const safesOf = async (db: Db, holder: Uint8Array): Promise<Uint8Array[]> => {
  const rows = await db
    .selectFrom('safes')
    .select('id')
    .where('holder', '=', holder)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.map((row) => row.id);
};
