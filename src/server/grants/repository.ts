import { type Kysely, sql } from 'kysely';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { ownEntry, ownGate } from '../log/own-gate.js';
import { type Asked, type Gate } from '../log/record.js';

export { identityChain, teamChain } from '../database/identities.js';

type Db = Kysely<Database>;

/** Whom a grant is about, and the key under which the caller signs now. */
export interface Parties {
  readonly safe: Uint8Array;
  readonly recipient: Uint8Array;
  readonly hash: Uint8Array;
  readonly signKey: Uint8Array | null;
}

/** The key under which somebody signs now, as a subquery. */
const signKeyOf = (uid: Uint8Array) =>
  sql`(select i.sign_key from identities i where i.uid = ${uid} order by i.generation desc limit 1)`;

const findParties = async (db: Db, grant: Uint8Array, caller: Caller): Promise<Parties | undefined> => {
  const { rows } = await sql<Parties>`
    select g.safe, g.recipient, g.hash, ${signKeyOf(caller.uid)} as "signKey" from grants g where g.id = ${grant}
  `.execute(db);
  return rows[0];
};

/** Throws `not_found` if there is no such grant, and what its card or device is refused with to a caller who is out. */
export const partiesOf = async (db: Db, grant: Uint8Array, caller: Caller): Promise<Parties> => {
  const parties = await findParties(db, grant, caller);
  if (parties) return parties;
  return asCaller(db, caller, () => Promise.reject(new SafeError('not_found')));
};

export interface GivenRow {
  readonly envelope: Uint8Array;
  readonly private: Uint8Array;
  readonly own_key: Uint8Array;
  readonly seal_epoch: number;
  readonly given_at: Date;
  readonly ended_at: Date | null;
  readonly listed: boolean;
  /** Whether somebody to whom it was shown passed it on. */
  readonly passed: boolean;
}

/** A part of a list: what comes after an id, and how much of it at most. */
export interface Page {
  readonly after: Uint8Array;
  readonly limit: number;
}

/** What a page of given grants holds in memory at most, the last one apart. */
const PAGE_BYTES = 2_000_000;

export interface GivenPageRow extends Gate, GivenRow {
  readonly head: Uint8Array;
  /** Null in the one row of a page without grants. */
  readonly id: Uint8Array | null;
  /** How many `limit` allowed. */
  readonly found: number;
}

/**
 * A page of a safe's grants with what was passed on under them, by id, cut at {@link PAGE_BYTES}, and the entry of looking at
 * them, in one statement. At least one row, with the gate and the head.
 */
export const listGiven = async (
  db: Db,
  asked: Asked,
  { after, limit }: Page,
): Promise<readonly GivenPageRow[]> => {
  const { rows } = await sql<GivenPageRow>`
    with ${ownGate(asked)}, ${ownEntry(asked)},
    sized as (
      select g.*, count(*) over () as found, coalesce(sum(octet_length(g.private) + octet_length(g.envelope))
        over (order by g.id rows between unbounded preceding and 1 preceding), 0) as before
      from (
        select g.* from grants g cross join gate
        where g.safe = ${asked.safe} and g.id > ${after} and gate.mine and gate.refusal is null
        order by g.id limit ${limit}
      ) g
    ),
    page as (select * from sized where before < ${PAGE_BYTES}::bigint)
    select gate.refusal, gate.mine, h.envelope as head, g.id, g.found, g.envelope, g.private, g.own_key, g.seal_epoch,
      g.given_at, least(g.ended_at, p.ended_at) as ended_at, g.listed, g.parent is not null as passed
    from gate cross join entry
    left join heads h on h.safe = ${asked.safe} and gate.mine
    left join page g on true
    left join grants p on p.id = g.parent
    order by g.id
  `.execute(db);
  return rows;
};

export interface ReceivedRow {
  readonly id: Uint8Array;
  readonly envelope: Uint8Array;
  readonly sealed: Uint8Array;
  readonly private: Uint8Array;
  readonly reseal: Uint8Array | null;
  readonly resealed: Uint8Array | null;
  readonly former_reseal: Uint8Array | null;
  readonly former_resealed: Uint8Array | null;
  readonly holder: Uint8Array;
  readonly ended_at: Date | null;
  readonly over: boolean;
  /** Of a sub-grant: the receipt under which it was given, and whom that is for. */
  readonly parent: Uint8Array | null;
  readonly parent_recipient: Uint8Array | null;
}

const MINE = ({ uid }: Caller) =>
  sql`(select ${uid} union all select relay from team_members where member = ${uid})`;

/** What was shown to an account and its relays, by id; what ended is told for a month. */
export const listReceived = async (
  db: Db,
  caller: Caller,
  { after, limit }: Page,
): Promise<{ refusal: string | null; grants: readonly ReceivedRow[] }> => {
  const { rows } = await sql<ReceivedRow & { refusal: string | null; found: boolean }>`
    with gate as materialized (select caller_refusal(${caller.uid}, ${caller.loc}) as refusal)
    select gate.refusal, g.envelope is not null as found, g.*
    from gate left join lateral (
      select g.envelope, g.sealed, g.private, g.reseal, g.resealed, g.former_reseal, g.former_resealed, g.id, s.holder,
        least(g.ended_at, p.ended_at) as ended_at, grant_over(g) is not null as over,
        p.envelope as parent, p.recipient as parent_recipient
      from grants g join safes s on s.id = g.safe left join grants p on p.id = g.parent
      where g.recipient in ${MINE(caller)} and g.id > ${after}
        and coalesce(least(g.ended_at, p.ended_at), least(g.expired_at, p.expired_at), now()) > now() - interval '31 days'
      order by g.id limit ${limit}
    ) g on gate.refusal is null
    order by g.id
  `.execute(db);
  return { refusal: rows[0]?.refusal ?? null, grants: rows.filter((row) => row.found) };
};

export type PassedRow = Pick<
  GivenRow,
  'envelope' | 'private' | 'own_key' | 'seal_epoch' | 'given_at' | 'ended_at'
>;

/** What was passed on under grants to an account and its relays that {@link listReceived} named. */
export const listPassedOn = async (
  db: Db,
  caller: Caller,
  parents: readonly Uint8Array[],
): Promise<readonly PassedRow[]> => {
  const { rows } = await sql<PassedRow>`
    select g.envelope, g.private, g.own_key, g.seal_epoch, g.given_at, least(g.ended_at, p.ended_at) as ended_at
    from grants p join grants g on g.parent = p.id
    where p.id = any(${parents}::bytea[])
      and p.recipient in ${MINE(caller)} and caller_refusal(${caller.uid}, ${caller.loc}) is null
    order by g.given_at desc, g.id
  `.execute(db);
  return rows;
};

/**
 * Marks a grant as ended; an end that is there stays as it is. Locks the row: readings that began are open by then. Whether
 * this was its end.
 */
export const markEnded = async (db: Db, grant: Uint8Array, withdrawal: Uint8Array): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('grants')
    .set({ withdrawal, ended_at: sql<Date>`now()` })
    .where('id', '=', grant)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
};

export interface Standing {
  readonly refusal: string | null;
  readonly holds: boolean;
  readonly grantee: boolean;
  /** Whether they passed it on, or whoever did is of a relay of theirs. */
  readonly gave: boolean;
}

/** Who somebody is to a grant, with its safe's row locked as every change of a safe locks it. */
export const standing = async (db: Db, grant: Uint8Array, caller: Caller): Promise<Standing> => {
  await sql`select 1 from safes s join grants g on g.safe = s.id where g.id = ${grant} for no key update of s`.execute(
    db,
  );
  const { rows } = await sql<Standing>`
    select caller_refusal(${caller.uid}, ${caller.loc}) as refusal, coalesce(s.holder = ${caller.uid}, false) as holds,
      coalesce(is_grantee(g.recipient, ${caller.uid}), false) as grantee,
      coalesce(g.given_by = ${caller.uid} or is_grantee(p.recipient, ${caller.uid}), false) as gave
    from (select 1) one left join grants g on g.id = ${grant} left join safes s on s.id = g.safe
    left join grants p on p.id = g.parent
  `.execute(db);
  return rows[0] ?? { refusal: null, holds: false, grantee: false, gave: false };
};
