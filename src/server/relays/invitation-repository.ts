import { type Kysely, sql } from 'kysely';
import type { TeamRole } from '../../core/protocol/team.js';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;

export interface NewInvitation {
  readonly id: Uint8Array;
  readonly relay: Uint8Array;
  readonly welcome: Uint8Array;
  /** Key and proof, 32 bytes each. */
  readonly association: Uint8Array | null;
  readonly role: TeamRole;
  readonly expiresAt: number;
}

/** How long an invitation may be open at most. */
const MAX_AGE = sql`interval '31 days'`;

/** When it will be over; undefined if another one has that name. Leaving the same again answers the same. */
export const insertInvitation = async (db: Db, one: NewInvitation): Promise<Date | undefined> => {
  const { rows } = await sql<{ expires_at: Date }>`
    insert into invitations as i (id, relay, welcome, association, role, expires_at)
    values (${one.id}, ${one.relay}, ${one.welcome}, ${one.association}, ${one.role},
      least(to_timestamp(${one.expiresAt}::double precision / 1000), now() + ${MAX_AGE}))
    on conflict (id) do update set role = i.role
    where i.relay = excluded.relay and i.welcome = excluded.welcome
      and i.association is not distinct from excluded.association and i.role = excluded.role and i.used_at is null
    returning expires_at
  `.execute(db);
  return rows[0]?.expires_at;
};

const COLUMNS = [
  'id',
  'relay',
  'welcome',
  'association',
  'role',
  'expires_at',
  'answer_uid',
  'answer_name',
  'answer_proof',
] as const;

/** Of a relay: those that can still be answered, or were and wait for the manager. */
export const openInvitations = (db: Db, relay: Uint8Array) =>
  db
    .selectFrom('invitations')
    .select([...COLUMNS])
    .where('relay', '=', relay)
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

export type InvitationRow = Awaited<ReturnType<typeof openInvitations>>[number];

/** To answer it locks the row, so that of several answers one counts. */
export const findInvitation = (db: Db, id: Uint8Array, lock: 'to answer' | 'to look') => {
  const query = db
    .selectFrom('invitations')
    .select([...COLUMNS])
    .select(sql<boolean>`used_at is not null or expires_at <= now()`.as('over'))
    .where('id', '=', id);
  return (lock === 'to answer' ? query.forUpdate() : query).executeTakeFirst();
};

export const storeAnswer = async (
  db: Db,
  id: Uint8Array,
  answer: { uid: Uint8Array; name: Uint8Array; proof: Uint8Array },
): Promise<void> => {
  await db
    .updateTable('invitations')
    .set({ answer_uid: answer.uid, answer_name: answer.name, answer_proof: answer.proof })
    .where('id', '=', id)
    .execute();
};

/** Uses up the invitation that this worker answered; false if it is not theirs, used or over. */
export const useInvitation = async (
  db: Db,
  id: Uint8Array,
  relay: Uint8Array,
  uid: Uint8Array,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('invitations')
    .set({ used_at: sql`now()` })
    .where('id', '=', id)
    .where('relay', '=', relay)
    .where('answer_uid', '=', uid)
    .where('used_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
