import { type Kysely, sql } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { blake2b } from '../../core/crypto/sodium.js';
import { type ErrorCode, isSafeError, SafeError } from '../../core/errors.js';
import { DEPOSIT_KEY_BYTES } from '../../core/protocol/deposit.js';
import { type Drop, dropKeyHash, openDrop } from '../../core/protocol/drop.js';
import type { Database } from '../database/schema.js';
import { insertDeposit, lockSafe, removeWaiting } from '../deposits/repository.js';
import type { PartsShape, Received } from '../documents/parts.js';
import type { Parts } from '../documents/ports.js';
import { stageBlobs, takeRoom } from '../documents/receive-repository.js';
import { bytesOf, checkRoots, containerColumns, keysOf, takeIn } from '../documents/take-in.js';
import { appendEntries, entryBody, isTrouble } from '../log/record.js';
import { recordOfDrop } from './look.js';
import type { DropsPorts } from './ports.js';

type Db = Kysely<Database>;

const SHAPE: PartsShape = { keyBytes: DEPOSIT_KEY_BYTES, signed: 'statement', head: false };
/** Papers that may wait in a safe, whoever they come from. */
const MAX_WAITING = 200;
/** How often a paper may be sent again, on average: each time is an entry in the holder's history. */
const SENDS_PER_PAPER = 5;

/** A link by one of its tokens, and the paper that is left. */
interface Leaving {
  readonly tokenHash: Uint8Array;
  readonly loc: Uint8Array;
  readonly safe: Uint8Array;
  readonly authKey: Uint8Array;
  readonly doc: Uint8Array;
}

const findLink = async (db: Db, tokenHash: Uint8Array): Promise<Omit<Leaving, 'doc' | 'tokenHash'>> => {
  const { rows } = await sql<{ loc: Uint8Array; safe: Uint8Array; authKey: Uint8Array }>`
    select d.loc, d.safe, d.auth_key as "authKey"
    from drop_sessions s join drops d on d.loc = s.loc where s.token_hash = ${tokenHash}
  `.execute(db);
  const [found] = rows;
  if (!found) throw new SafeError('session_over');
  return found;
};

interface Standing {
  readonly refusal: string | null;
  readonly taken: boolean;
  readonly waiting: number;
  /** Whether it waits already, and how many bytes of it. */
  readonly again: boolean;
  readonly before: number;
  readonly papersLeft: number;
  readonly bytesLeft: number;
  readonly sendsLeft: number;
  /** Bytes that the safe holds, and may hold. */
  readonly used: number;
  readonly room: number;
}

const standing = async (
  db: Db,
  { tokenHash, loc, safe, doc }: Leaving,
  quota: DropsPorts['quota'],
): Promise<Standing> => {
  await sql`select drop_expire(${loc})`.execute(db);
  const { rows } = await sql<Standing>`
    select drop_denial(${tokenHash}) as refusal,
      exists (select from deposits o where o.safe = ${safe} and o.id = ${doc}
          and (o.answered_at is not null or o.drop_loc is distinct from ${loc}))
        or exists (select from documents o where o.safe = ${safe} and o.id = ${doc})
        or exists (select from versions o where o.safe = ${safe} and o.document = ${doc}) as taken,
      (select count(*) from deposits o where o.safe = ${safe} and o.answered_at is null and o.id <> ${doc}) as waiting,
      w.id is not null as again,
      coalesce(w.content_bytes + coalesce(w.thumbnail_bytes, 0) + octet_length(w.metadata), 0)::bigint as before,
      d.max_papers - d.papers as "papersLeft", (d.max_bytes - d.bytes)::bigint as "bytesLeft",
      d.max_papers * ${SENDS_PER_PAPER}::integer - d.sends as "sendsLeft",
      s.used_bytes as used,
      case when a.vouched_at is null then ${quota.plain}::bigint else ${quota.vouched}::bigint end as room
    from drops d
    join safes s on s.id = d.safe
    join accounts a on a.uid = s.holder
    left join deposits w on w.safe = d.safe and w.id = ${doc} and w.answered_at is null and w.drop_loc = d.loc
    where d.loc = ${loc}
  `.execute(db);
  const [found] = rows;
  if (!found) throw new SafeError('session_over');
  return found;
};

/** Whether this paper of so many bytes may be left by the link now; throws why not. */
const admit = async (
  db: Db,
  leaving: Leaving,
  bytes: number,
  quota: DropsPorts['quota'],
): Promise<Standing> => {
  const found = await standing(db, leaving, quota);
  if (found.refusal !== null) throw new SafeError(found.refusal as ErrorCode);
  if (found.taken) throw new SafeError('conflict');
  const fits = found.again || found.papersLeft > 0;
  if (!fits || bytes > found.bytesLeft + found.before || found.sendsLeft <= 0)
    throw new SafeError('drop_full');
  if (found.waiting >= MAX_WAITING) throw new SafeError('deposits_full');
  return found;
};

/** The statement, if it was signed with this link's key for this place, over exactly what arrived. */
const readStatement = (received: Received, leaving: Leaving): Drop => {
  let said: Drop;
  try {
    said = openDrop(received.signed, leaving.authKey, leaving);
  } catch (cause) {
    throw isSafeError(cause, 'damaged') ? new SafeError('root_mismatch', { cause }) : cause;
  }
  if (!sameBytes(dropKeyHash(received.key), said.sealed)) throw new SafeError('root_mismatch');
  checkRoots(said.roots, received);
  return said;
};

const countPaper = async (tx: Db, loc: Uint8Array, papers: number, bytes: number): Promise<void> => {
  await sql`
    update drops set papers = papers + ${papers}::integer, bytes = bytes + ${bytes}::bigint, sends = sends + 1,
      last_used_at = now()
    where loc = ${loc}
  `.execute(tx);
};

/** Whoever has the link can be refused at will: the holder's log tells of each reason once an hour. */
const tellRefusal =
  ({ db, locks }: DropsPorts, { safe, loc }: Leaving) =>
  async (error: unknown): Promise<void> => {
    // an old token is no try: whoever has the link gets another one
    if (!isSafeError(error) || isTrouble(error) || error.code === 'session_over') return;
    if (await locks.isFirstRefusal(db, loc, error.code)) {
      await recordOfDrop(db, { safe, loc }, 'drop.add', error.code);
    }
  };

/** Stores the row of what arrived, with the entry. Everything is asked again, with the safe's row locked: limits hold. */
const store = async (ports: DropsPorts, leaving: Leaving, received: Received): Promise<number> => {
  const { db, quota, blobsDoomed } = ports;
  const { safe, loc, doc } = leaving;
  const bytes = bytesOf(received);
  const replaced = await db.transaction().execute(async (tx) => {
    await lockSafe(tx, safe);
    const { again } = await admit(tx, leaving, bytes, quota);
    const before = await removeWaiting(tx, safe, doc);
    if (!(await stageBlobs(tx, keysOf(received)))) throw new SafeError('unavailable');
    if (!(await takeRoom(tx, safe, bytes - before, quota))) throw new SafeError('quota_exceeded');
    const stored = await insertDeposit(tx, {
      safe,
      id: doc,
      drop_loc: loc,
      depositor: null,
      relay: null,
      grant_id: null,
      statement: received.signed,
      sealed_key: received.key,
      ...containerColumns(received),
    });
    if (!stored) throw new SafeError('conflict');
    await countPaper(tx, loc, again ? 0 : 1, bytes - before);
    const entry = entryBody({ caller: null, act: 'drop.add', doc, grant: loc, proof: received.signed });
    await appendEntries(tx, safe, [entry]);
    return before;
  });
  if (replaced > 0) blobsDoomed();
  return bytes;
};

/**
 * Takes in a paper that somebody leaves who has a link. It waits apart from the papers until the holder answers.
 *
 * @param announced bytes that the request says it carries
 */
export const receiving =
  (ports: DropsPorts) =>
  async (
    token: Uint8Array,
    doc: Uint8Array,
    parts: Parts,
    announced: number,
  ): Promise<{ sealed: Uint8Array; bytes: number }> => {
    const tokenHash = blake2b(token);
    const leaving: Leaving = { tokenHash, doc, ...(await findLink(ports.db, tokenHash)) };
    const refused = tellRefusal(ports, leaving);
    // no more is read than the link takes, whatever the request says of itself
    const limited = { ...ports, maxBytes: ports.maxBytes };
    const intake = {
      place: { safe: leaving.safe, document: doc, version: 1 },
      shape: SHAPE,
      admit: async () => {
        const found = await admit(ports.db, leaving, announced, ports.quota);
        limited.maxBytes = Math.min(ports.maxBytes, Math.max(1, found.bytesLeft + found.before));
        // half of what is left stays the holder's own while others send, however slowly
        return { ...found, room: found.used + Math.floor((found.room - found.used) / 2) };
      },
      read: (received: Received) => readStatement(received, leaving),
      refused,
    };
    const taken = takeIn(limited, intake, parts, async (received, { sealed }) => {
      try {
        return { sealed, bytes: await store(ports, leaving, received) };
      } catch (error) {
        await refused(error);
        throw error;
      }
    });
    return taken.catch((error: unknown) => {
      const overLink = isSafeError(error, 'too_large') && limited.maxBytes < ports.maxBytes;
      throw overLink ? new SafeError('drop_full', { cause: error }) : error;
    });
  };
