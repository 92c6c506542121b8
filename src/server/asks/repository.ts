import { type Kysely, sql } from 'kysely';
import type { AskState } from '../../core/api/asks.js';
import { type Once, storedOnce } from '../database/once.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { ownEntry, ownGate } from '../log/own-gate.js';
import { type Asked, type Gate } from '../log/record.js';

export { signKeyOf } from '../database/identities.js';
export { safeOfGrant } from '../database/safes.js';

type Db = Kysely<Database>;

export interface Ground {
  readonly refusal: string | null;
  readonly recipient: Uint8Array;
  /** Whether it was passed on: then the person agreed with somebody else. */
  readonly passed: boolean;
  /** Milliseconds by the safe's clock. */
  readonly now: number;
}

/** Whether the caller may ask under a grant now; what may only be added to is asked for as well as what may be read. */
export const groundOf = async (db: Db, grant: Uint8Array, caller: Caller): Promise<Ground | undefined> => {
  await sql`select 1 from safes s join grants g on g.safe = s.id where g.id = ${grant} for no key update of s`.execute(
    db,
  );
  const { rows } = await sql<Ground>`
    select nullif(grant_refusal(${caller.uid}, ${caller.loc}, g.id), 'not_granted') as refusal, g.recipient,
      g.parent is not null as passed, safe_clock(g.safe) as now
    from grants g where g.id = ${grant}
  `.execute(db);
  return rows[0];
};

export interface AskRow {
  readonly id: Uint8Array;
  readonly safe: Uint8Array;
  readonly grant_id: Uint8Array;
  readonly asker: Uint8Array;
  readonly statement: Uint8Array;
  readonly body: Uint8Array;
  readonly expires: number;
}

export const insertAsk = (db: Db, row: AskRow): Promise<Once> =>
  storedOnce(
    db
      .insertInto('asks')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .executeTakeFirst(),
    () =>
      db
        .selectFrom('asks')
        .select('id')
        .where('id', '=', row.id)
        .where('safe', '=', row.safe)
        .where('statement', '=', row.statement)
        .executeTakeFirst(),
  );

/** What a relay or worker asks a person for now, and asked in the last 30 days, under whichever grant. */
export const countAsks = async (
  db: Db,
  safe: Uint8Array,
  recipient: Uint8Array,
): Promise<{ readonly open: number; readonly recent: number }> => {
  const { rows } = await sql<{ open: number; recent: number }>`
    select count(*) filter (where ask_state(a) = 'open') as open, count(*) as recent
    from asks a join grants g on g.id = a.grant_id
    where a.safe = ${safe} and g.recipient = ${recipient} and a.made_at > now() - interval '30 days'
  `.execute(db);
  return rows[0] ?? { open: 0, recent: 0 };
};

export interface ListedRow {
  readonly statement: Uint8Array;
  readonly body: Uint8Array;
  readonly state: AskState;
  readonly made_at: Date;
  readonly ended_at: Date | null;
  readonly end_order: Uint8Array | null;
}

/** What a holder is asked for now, and the entry of looking at it, in one statement. At least one row, with the gate. */
export const listOfSafe = async (
  db: Db,
  asked: Asked,
): Promise<readonly (Gate & ListedRow & { found: boolean })[]> => {
  const { rows } = await sql<Gate & ListedRow & { found: boolean }>`
    with ${ownGate(asked)}, ${ownEntry(asked)}
    select gate.refusal, gate.mine, a.statement is not null as found, a.*
    from gate cross join entry
    left join lateral (
      select a.id, a.statement, a.body, ask_state(a) as state, a.made_at, a.ended_at, a.end_order
      from asks a where a.safe = ${asked.safe} and a.how is null and a.made_at > now() - interval '31 days'
    ) a on gate.mine and gate.refusal is null and a.state = 'open'
    order by a.made_at, a.id
  `.execute(db);
  return rows;
};

/** What was asked for under a grant, newest first: at least one row, with why nothing is told. */
export const listOfGrant = async (
  db: Db,
  grant: Uint8Array,
  caller: Caller,
): Promise<readonly (ListedRow & { refusal: string | null; found: boolean })[]> => {
  const { rows } = await sql<ListedRow & { refusal: string | null; found: boolean }>`
    with gate as materialized (
      select nullif(nullif(grant_denial(${caller.uid}, ${caller.loc}, ${grant}), 'not_granted'), 'grant_not_started')
        as refusal
    )
    select gate.refusal, a.statement is not null as found, a.*
    from gate left join lateral (
      select a.statement, a.body, ask_state(a) as state, a.made_at, a.ended_at, a.end_order
      from asks a
      where a.grant_id = ${grant} order by a.made_at desc, a.id limit 200
    ) a on gate.refusal is null
    order by a.made_at desc
  `.execute(db);
  return rows;
};

export interface Standing {
  readonly refusal: string | null;
  readonly safe: Uint8Array;
  readonly grant: Uint8Array;
  readonly holds: boolean;
  readonly grantee: boolean;
}

/** Locks the safe of an ask as every change of a safe locks it. */
export const lockSafeOf = async (db: Db, ask: Uint8Array): Promise<void> => {
  await sql`select 1 from safes s join asks a on a.safe = s.id where a.id = ${ask} for no key update of s`.execute(
    db,
  );
};

/** Who somebody is to an ask. */
export const standing = async (db: Db, ask: Uint8Array, caller: Caller): Promise<Standing | undefined> => {
  const { rows } = await sql<Standing>`
    select caller_refusal(${caller.uid}, ${caller.loc}) as refusal, a.safe, a.grant_id as grant,
      s.holder = ${caller.uid} as holds, is_grantee(g.recipient, ${caller.uid}) as grantee
    from asks a join safes s on s.id = a.safe join grants g on g.id = a.grant_id where a.id = ${ask}
  `.execute(db);
  return rows[0];
};

/** False if it had ended before: what was said first stays. */
export const markEnded = async (
  db: Db,
  ask: Uint8Array,
  how: 'shown' | 'refused' | 'withdrawn',
  order: Uint8Array,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('asks')
    .set({ how, ended_at: sql<Date>`now()`, end_order: order })
    .where('id', '=', ask)
    .where('how', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};
