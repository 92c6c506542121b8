import { type Kysely, sql } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;
export type Side = 'host' | 'guest';

/** Nothing of a hand-over outlasts this. */
const KEPT_MS = 600_000;

/** False if there is another of that name; the same again is the same. */
export const insertHand = async (
  db: Db,
  hand: { readonly loc: Uint8Array; readonly card: Uint8Array; readonly host: Uint8Array },
): Promise<number | null> => {
  await forgetHand(db, hand.loc, 'over');
  await db
    .insertInto('hands')
    .values({
      loc: hand.loc,
      card: hand.card,
      host_hash: hand.host,
      guest_hash: null,
      expires_at: sql`now() + ${KEPT_MS} * interval '1 millisecond'`,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const row = await db
    .selectFrom('hands')
    .select(['card', 'host_hash', 'expires_at'])
    .where('loc', '=', hand.loc)
    .executeTakeFirstOrThrow();
  const same = sameBytes(row.card, hand.card) && sameBytes(row.host_hash, hand.host);
  return same ? row.expires_at.getTime() : null;
};

/** The first guest for good; whoever comes later is counted. Undefined where there is no such hand-over. */
export const takeGuest = async (
  db: Db,
  loc: Uint8Array,
  guest: Uint8Array,
): Promise<{ readonly card: Uint8Array; readonly mine: boolean } | undefined> => {
  const { rows } = await sql<{ card: Uint8Array; mine: boolean }>`
    update hands
    set guest_hash = coalesce(guest_hash, ${guest}),
        others = others + case when coalesce(guest_hash, ${guest}) = ${guest} then 0 else 1 end
    where loc = ${loc} and expires_at > now()
    returning card, guest_hash = ${guest} as mine
  `.execute(db);
  return rows[0];
};

export interface HandRow {
  readonly side: Side;
  readonly others: number;
  readonly hostNext: number;
  readonly guestNext: number;
  readonly expiresAt: number;
}

/** The hand-over as one of its two screens has it, its row locked; undefined for anybody else, and once it is over. */
export const handOf = async (db: Db, loc: Uint8Array, token: Uint8Array): Promise<HandRow | undefined> => {
  const row = await db
    .selectFrom('hands')
    .select(['host_hash', 'others', 'host_next', 'guest_next', 'expires_at'])
    .where('loc', '=', loc)
    .where('expires_at', '>', sql<Date>`now()`)
    .where((eb) => eb.or([eb('host_hash', '=', token), eb('guest_hash', '=', token)]))
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      side: sameBytes(row.host_hash, token) ? 'host' : 'guest',
      others: row.others,
      hostNext: row.host_next,
      guestNext: row.guest_next,
      expiresAt: row.expires_at.getTime(),
    }
  );
};

export const countWaiting = async (db: Db, loc: Uint8Array, side: Side): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from hand_messages where loc = ${loc} and side = ${side}
  `.execute(db);
  return rows[0]?.count ?? 0;
};

export const putMessage = async (
  db: Db,
  { loc, side, seq, body }: { loc: Uint8Array; side: Side; seq: number; body: Uint8Array },
): Promise<void> => {
  await db.insertInto('hand_messages').values({ loc, side, seq, body }).execute();
  const next = side === 'host' ? { host_next: seq + 1 } : { guest_next: seq + 1 };
  await db.updateTable('hands').set(next).where('loc', '=', loc).execute();
};

/** The message of a number; what came before it is destroyed. */
export const takeMessage = async (
  db: Db,
  loc: Uint8Array,
  side: Side,
  seq: number,
): Promise<Uint8Array | null> => {
  await db
    .deleteFrom('hand_messages')
    .where('loc', '=', loc)
    .where('side', '=', side)
    .where('seq', '<', seq)
    .execute();
  const row = await db
    .selectFrom('hand_messages')
    .select('body')
    .where('loc', '=', loc)
    .where('side', '=', side)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return row?.body ?? null;
};

/** What lies there for either side. */
export const forgetMessages = async (db: Db, loc: Uint8Array): Promise<void> => {
  await db.deleteFrom('hand_messages').where('loc', '=', loc).execute();
};

/** Destroys a hand-over with all that lies in it: for good, or only if its time is over. */
export const forgetHand = async (db: Db, loc: Uint8Array, when: 'now' | 'over'): Promise<void> => {
  const query = db.deleteFrom('hands').where('loc', '=', loc);
  await (when === 'now' ? query : query.where('expires_at', '<=', sql<Date>`now()`)).execute();
};
