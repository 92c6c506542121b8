import { type Kysely, sql } from 'kysely';
import type { LinkState } from '../../core/api/links.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { ownEntry, ownGate } from '../log/own-gate.js';
import { type Asked, type Gate } from '../log/record.js';

type Db = Kysely<Database>;

export interface ListedRow {
  readonly loc: Uint8Array;
  readonly maker: Uint8Array;
  readonly holder: Uint8Array;
  readonly statement: Uint8Array;
  readonly own: Uint8Array;
  readonly made: Uint8Array | null;
  readonly change: Uint8Array | null;
  readonly state: LinkState;
  readonly expires: number;
  readonly openings: number;
  readonly opened: number;
  readonly tries: number;
  readonly made_at: Date;
  readonly last_opened_at: Date | null;
  readonly ended_at: Date | null;
}

const LISTED = sql`l.loc, l.maker, s.holder, l.statement, l.own, l.made, l.change, link_state(l) as state, l.expires,
  l.openings, l.opened, l.tries, l.made_at, l.last_opened_at, l.ended_at`;

/** A part of a list: what comes after an id, and how much of it at most. */
export interface Page {
  readonly after: Uint8Array;
  readonly limit: number;
}

/** A page of the links of a safe, by id, and the entry of looking at them, in one statement. At least one row, with the gate. */
export const listOfSafe = async (
  db: Db,
  asked: Asked,
  { after, limit }: Page,
): Promise<readonly (Gate & ListedRow & { found: boolean })[]> => {
  const { rows } = await sql<Gate & ListedRow & { found: boolean }>`
    with ${ownGate(asked)}, ${ownEntry(asked)}
    select gate.refusal, gate.mine, l.loc is not null as found, l.*
    from gate cross join entry
    left join lateral (
      select ${LISTED} from links l join safes s on s.id = l.safe where l.safe = ${asked.safe} and l.loc > ${after}
      order by l.loc limit ${limit}
    ) l on gate.mine and gate.refusal is null
    order by l.loc
  `.execute(db);
  return rows;
};

/** A page of what somebody made on behalf of others, by id. */
export const listOfMaker = async (
  db: Db,
  { uid }: Caller,
  { after, limit }: Page,
): Promise<readonly ListedRow[]> => {
  const { rows } = await sql<ListedRow>`
    select ${LISTED} from links l join safes s on s.id = l.safe
    where l.maker = ${uid} and l.parent is not null and l.loc > ${after} order by l.loc limit ${limit}
  `.execute(db);
  return rows;
};

export interface ReceiptRow {
  readonly loc: Uint8Array;
  readonly receipt: Uint8Array;
  readonly receipt_at: number;
}

export const receiptsOf = async (db: Db, locs: readonly Uint8Array[]): Promise<readonly ReceiptRow[]> => {
  const { rows } = await sql<ReceiptRow>`
    select loc, receipt, receipt_at from link_sessions
    where loc = any(${locs}::bytea[]) and receipt is not null order by receipt_at
  `.execute(db);
  return rows;
};
