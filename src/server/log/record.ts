import { type Kysely, sql } from 'kysely';
import { fromUtf8, toBase64Url, toHex } from '../../core/bytes.js';
import { isSafeError, SafeError, type ErrorCode } from '../../core/errors.js';
import { type LogAction, logBody } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';

/** What somebody asked of a safe: the log's entry, whatever comes of it. */
export interface Asked {
  readonly caller: Caller;
  readonly safe: Uint8Array;
  readonly act: LogAction;
  readonly doc?: Uint8Array;
  readonly ver?: number;
  /** The consent under which it was asked, or which it is about. */
  readonly grant?: Uint8Array;
  /** The request as its author signed it, once that was verified. */
  readonly proof?: Uint8Array;
}

/** Nobody is named where the server itself acted, or somebody who has a link. */
type Entry = Omit<Asked, 'safe' | 'caller'> & { readonly caller: Caller | null; readonly safe?: Uint8Array };

/** The entry's body for the outcome "ok"; log_outcome() in the database puts in another one. */
export const entryBody = (asked: Entry): Uint8Array =>
  logBody({
    act: asked.act,
    by: asked.caller ? toHex(asked.caller.uid) : null,
    lock: asked.caller ? toHex(asked.caller.loc) : null,
    doc: asked.doc ? toHex(asked.doc) : null,
    ver: asked.ver ?? null,
    grant: asked.grant ? toHex(asked.grant) : null,
    proof: asked.proof ? toBase64Url(asked.proof) : null,
    out: 'ok',
  });

export const entryText = (asked: Entry): string => fromUtf8(entryBody(asked));

/** What the database found of a caller and a safe, in the columns `refusal` and `mine`. */
export interface Gate {
  readonly refusal: string | null;
  readonly mine: boolean;
}

/** A safe that is not the caller's does not exist for them. */
export const refusalOf = (gate: Gate): ErrorCode | null => {
  if (gate.refusal !== null) return gate.refusal as ErrorCode;
  return gate.mine ? null : 'not_found';
};

/** Outcomes that are the server's trouble, not an answer to what was asked: the holder's log is not told. */
const TROUBLES: ReadonlySet<ErrorCode> = new Set(['unavailable', 'storage_full', 'internal', 'rate_limited']);

export const isTrouble = ({ code }: SafeError): boolean => TROUBLES.has(code);

const isRefusal = (error: unknown): error is SafeError => isSafeError(error) && !isTrouble(error);

/** Writes a refusal that was decided outside {@link operate} into the holder's log. */
export const recordRefusal = async (db: Kysely<Database>, asked: Asked, error: unknown): Promise<void> => {
  if (!isRefusal(error)) return;
  await sql`select log_outcome(${asked.safe}, ${entryText(asked)}, ${error.code})`.execute(db);
};

/**
 * Does something to a safe and writes its entry in the same transaction: either both are stored or neither. The gate is
 * asked first, with the safe's row locked, so that changes of one safe come one after the other. A refusal undoes the
 * work and is an entry of its own.
 *
 * @param entries the bodies of what to record; one entry "ok" by default
 */
export const operate = async <T>(
  db: Kysely<Database>,
  asked: Asked,
  work: (tx: Kysely<Database>) => Promise<T>,
  entries: (result: T) => readonly Uint8Array[] = () => [entryBody(asked)],
): Promise<T> => {
  try {
    return await db.transaction().execute(async (tx) => {
      await passGate(tx, asked);
      const result = await work(tx);
      await appendEntries(tx, asked.safe, entries(result));
      return result;
    });
  } catch (error) {
    await recordRefusal(db, asked, error);
    throw error;
  }
};

// Entries refer to the safe's row: a stronger lock would wait for readers that wait for us at the end of the log.
const passGate = async (tx: Kysely<Database>, { caller, safe }: Asked): Promise<void> => {
  const { rows } = await sql<Gate>`
    select caller_refusal(${caller.uid}, ${caller.loc}) as refusal, s.id is not null as mine
    from (select 1) one
    left join (select id from safes where id = ${safe} and holder = ${caller.uid} for no key update) s on true
  `.execute(tx);
  const refusal = refusalOf(rows[0] ?? { refusal: null, mine: false });
  if (refusal) throw new SafeError(refusal);
};

/** Appends entries in order; each follows the one before in the chain. */
export const appendEntries = async (
  db: Kysely<Database>,
  safe: Uint8Array,
  bodies: readonly Uint8Array[],
): Promise<void> => {
  if (bodies.length === 0) return;
  await sql`
    select log_append(${safe}, body)
    from (select body from unnest(${bodies}::bytea[]) with ordinality as t (body, i) order by i) ordered
  `.execute(db);
};

/** An entry in every safe of an account: logins, refused codes, changes of its cards and devices. */
export const recordForAccount = async (
  db: Kysely<Database>,
  entry: { caller: Caller; act: LogAction; outcome: 'ok' | ErrorCode },
): Promise<void> => {
  const text = fromUtf8(entryBody(entry));
  await sql`
    select log_outcome(id, ${text}, ${entry.outcome})
    from (select id from safes where holder = ${entry.caller.uid} order by id) mine
  `.execute(db);
};

/** Writes into the logs of an account's safes what was refused to it outside any one of them. */
export const recordAccountRefusal = async (
  db: Kysely<Database>,
  entry: { caller: Caller; act: LogAction },
  error: unknown,
): Promise<void> => {
  if (isRefusal(error)) await recordForAccount(db, { ...entry, outcome: error.code });
};
