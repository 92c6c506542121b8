import { type Kysely, sql } from 'kysely';
import type { DropState } from '../../core/api/drops.js';
import { type Once, storedOnce } from '../database/once.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { ownEntry, ownGate } from '../log/own-gate.js';
import { type Asked, type Gate } from '../log/record.js';

export { signerOf, signKeyOf } from '../database/identities.js';
export { safeClock } from '../database/safes.js';

type Db = Kysely<Database>;

export const countDrops = async (db: Db, safe: Uint8Array): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from drops where safe = ${safe}
  `.execute(db);
  return rows[0]?.count ?? 0;
};

export interface DropRow {
  readonly loc: Uint8Array;
  readonly safe: Uint8Array;
  readonly statement: Uint8Array;
  readonly card: Uint8Array;
  readonly own: Uint8Array;
  readonly auth_key: Uint8Array;
  readonly expires: number;
  readonly max_papers: number;
  readonly max_bytes: number;
}

export const insertDrop = (db: Db, row: DropRow): Promise<Once> =>
  storedOnce(
    db
      .insertInto('drops')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst(),
    () =>
      db
        .selectFrom('drops')
        .select('loc')
        .where('loc', '=', row.loc)
        .where('safe', '=', row.safe)
        .where('statement', '=', row.statement)
        .executeTakeFirst(),
  );

export interface ListedRow {
  readonly statement: Uint8Array;
  readonly card: Uint8Array;
  readonly own: Uint8Array;
  readonly state: DropState;
  readonly papers: number;
  readonly bytes: number;
  readonly made_at: Date;
  readonly last_used_at: Date | null;
  readonly ended_at: Date | null;
}

/** The links of a safe, newest first, and the entry of looking at them, in one statement. At least one row, with the gate. */
export const listOfSafe = async (
  db: Db,
  asked: Asked,
): Promise<readonly (Gate & ListedRow & { found: boolean })[]> => {
  const { rows } = await sql<Gate & ListedRow & { found: boolean }>`
    with ${ownGate(asked)}, ${ownEntry(asked)}
    select gate.refusal, gate.mine, d.loc is not null as found, d.*
    from gate cross join entry
    left join lateral (
      select d.loc, d.statement, d.card, d.own, drop_state(d) as state, d.papers, d.bytes, d.made_at, d.last_used_at,
        d.ended_at
      from drops d where d.safe = ${asked.safe}
    ) d on gate.mine and gate.refusal is null
    order by d.made_at desc, d.loc
  `.execute(db);
  return rows;
};

/** The safe of a link that is the caller's own; to anybody else there is no such link. */
export const ownSafe = async (db: Db, loc: Uint8Array, { uid }: Caller): Promise<Uint8Array | undefined> => {
  const { rows } = await sql<{ safe: Uint8Array }>`
    select d.safe from drops d join safes s on s.id = d.safe where d.loc = ${loc} and s.holder = ${uid}
  `.execute(db);
  return rows[0]?.safe;
};

/** Ends a link: its sessions go with it. False if it had ended before. */
export const markEnded = async (db: Db, loc: Uint8Array, order: Uint8Array): Promise<boolean> => {
  await db.deleteFrom('drop_sessions').where('loc', '=', loc).execute();
  const { numUpdatedRows } = await db
    .updateTable('drops')
    .set({ ended_at: sql<Date>`now()`, end_order: order })
    .where('loc', '=', loc)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

export const findAuthKey = async (db: Db, loc: Uint8Array): Promise<Uint8Array | undefined> =>
  (await db.selectFrom('drops').select('auth_key').where('loc', '=', loc).executeTakeFirst())?.auth_key;

export interface PublicDrop {
  readonly loc: Uint8Array;
  readonly safe: Uint8Array;
  readonly card: Uint8Array;
  readonly auth_key: Uint8Array;
  readonly state: DropState;
  readonly expires: number;
  readonly max_papers: number;
  readonly max_bytes: number;
  readonly papers: number;
  readonly bytes: number;
}

/** A link as it stands now; an expiry that is seen is stored. */
export const standOf = async (db: Db, loc: Uint8Array): Promise<PublicDrop | undefined> => {
  await sql`select drop_expire(${loc})`.execute(db);
  const { rows } = await sql<PublicDrop>`
    select loc, safe, card, auth_key, drop_state(d) as state, expires, max_papers, max_bytes, papers, bytes
    from drops d where loc = ${loc}
  `.execute(db);
  return rows[0];
};

/** How long a token lets papers be left. */
const SESSION_MS = 60 * 60_000;

export const beginSession = async (
  db: Db,
  { loc, safe }: Pick<PublicDrop, 'loc' | 'safe'>,
  tokenHash: Uint8Array,
): Promise<void> => {
  await sql`
    insert into drop_sessions (token_hash, loc, ends) values (${tokenHash}, ${loc}, safe_clock(${safe}) + ${SESSION_MS})
  `.execute(db);
};
