import { type Kysely, sql } from 'kysely';
import { type LogAction, logBody } from '../../core/protocol/log.js';
import { toHex } from '../../core/bytes.js';
import type { Database } from '../database/schema.js';

type Db = Kysely<Database>;

const BATCH = 200;

/** What the server did by itself, by a rule that the holder knows. */
const ownEntry = (act: LogAction, doc: Uint8Array, ver: number | null): Uint8Array =>
  logBody({ act, by: null, lock: null, doc: toHex(doc), ver, grant: null, proof: null, out: 'ok' });

/** Destroys keys and bytes of papers whose days in the bin are over; each is an entry of the server's own in the log. */
export const expireBinned = async (db: Db, binDays: number): Promise<number> => {
  const { rows: due } = await sql<{ safe: Uint8Array; id: Uint8Array; version: number }>`
    select safe, id, version from documents
    where binned_at < now() - ${binDays}::integer * interval '1 day' and purged_at is null
    order by binned_at limit ${BATCH}
  `.execute(db);
  for (const { safe, id, version } of due) {
    const entry = ownEntry('paper.expire', id, version);
    await db.transaction().execute(async (tx) => {
      await sql`select 1 from safes where id = ${safe} for no key update`.execute(tx);
      // The holder may have restored it in the meantime: only what is still due goes.
      await sql`
        with purged as (
          update documents set purged_at = now()
          where safe = ${safe} and id = ${id} and purged_at is null
            and binned_at < now() - ${binDays}::integer * interval '1 day'
          returning safe, id
        ), gone as (
          delete from versions v using purged where v.safe = purged.safe and v.document = purged.id
          returning v.content_key, v.thumbnail_key,
            v.content_bytes + coalesce(v.thumbnail_bytes, 0) + octet_length(v.metadata) as bytes
        ), doomed as (
          update blobs set state = 'doomed', changed_at = now()
          where key in (select content_key from gone union all select thumbnail_key from gone)
        ), freed as (
          update safes set used_bytes = used_bytes - (select coalesce(sum(bytes), 0) from gone)
          where id in (select safe from purged)
        )
        select log_append(safe, ${entry}) from purged
      `.execute(tx);
    });
  }
  return due.length;
};

/** Destroys what was left for somebody who did not answer in time; each is an entry of the server's own in the log. */
export const expireDeposits = async (db: Db, days: number): Promise<void> => {
  const { rows: due } = await sql<{ safe: Uint8Array; id: Uint8Array }>`
    select safe, id from deposits
    where answered_at is null and created_at < now() - ${days}::integer * interval '1 day'
    order by created_at limit ${BATCH}
  `.execute(db);
  for (const { safe, id } of due) {
    const entry = ownEntry('deposit.expire', id, null);
    await db.transaction().execute(async (tx) => {
      await sql`select 1 from safes where id = ${safe} for no key update`.execute(tx);
      // The holder may have kept or refused it in the meantime.
      await sql`select log_append(${safe}, ${entry}) where empty_deposit(${safe}, ${id})`.execute(tx);
    });
  }
};

/** What is left of answered deposits serves to count for a day and to name for a month. */
export const forgetDeposits = async (db: Db): Promise<void> => {
  await sql`delete from deposits where answered_at < now() - interval '31 days'`.execute(db);
};

/** Takes away versions that were sent and never kept, and gives their room back. */
export const forgetStaged = async (db: Db, ageMs: number): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    with gone as (
      delete from versions v using (
        select safe, document, version from versions
        where staged and created_at < now() - ${ageMs}::double precision * interval '1 millisecond'
        limit ${BATCH} for update skip locked
      ) old
      where v.safe = old.safe and v.document = old.document and v.version = old.version
      returning v.safe, v.content_key, v.thumbnail_key,
        v.content_bytes + coalesce(v.thumbnail_bytes, 0) + octet_length(v.metadata) as bytes
    ), doomed as (
      update blobs set state = 'doomed', changed_at = now()
      where key in (select content_key from gone union all select thumbnail_key from gone)
    ), freed as (
      update safes s set used_bytes = s.used_bytes - f.bytes
      from (select safe, sum(bytes)::bigint as bytes from gone group by safe) f where s.id = f.safe
    )
    select count(*) as count from gone
  `.execute(db);
  return rows[0]?.count ?? 0;
};

/** Rows that only matter for minutes. */
export const forgetStale = async (db: Db): Promise<void> => {
  await sql`delete from readings where expires_at < now()`.execute(db);
  await sql`delete from hands where expires_at < now()`.execute(db);
  await sql`delete from challenges where expires_at < now()`.execute(db);
  await sql`delete from rate_limits where resets_at < now() - interval '1 hour'`.execute(db);
};

/** Stores that grants are over, so that they stay so; who asks for one of them first stores it too. */
export const expireGrants = async (db: Db): Promise<void> => {
  await sql`
    update grants set expired_at = now()
    where id in (
      select id from grants
      where ended_at is null and expired_at is null and expires <= extract(epoch from now()) * 1000
      order by id limit ${BATCH} for update skip locked
    )
  `.execute(db);
};

/** Takes away what opens links whose time is over, or whose grant or maker is gone, and forgets those that have been over for long. */
export const expireLinks = async (db: Db): Promise<void> => {
  await sql`
    select link_expire(loc) from (
      select loc from links
      where ended_at is null and expired_at is null and expires <= extract(epoch from now()) * 1000
      order by loc limit ${BATCH}
    ) due
  `.execute(db);
  await sql`
    update links set ended_at = now(), released = null, payload = null, tag_hash = null
    where loc in (
      select l.loc from links l
      where l.parent is not null and l.ended_at is null and l.expired_at is null and link_state(l) = 'ended'
      order by l.loc limit ${BATCH} for no key update of l skip locked
    )
  `.execute(db);
  await sql`select forget_links()`.execute(db);
};

/** Stores that links for leaving papers are over, and forgets those that have been over for long. */
export const expireDrops = async (db: Db): Promise<void> => {
  await sql`
    select drop_expire(loc) from (
      select loc from drops
      where ended_at is null and expired_at is null and expires <= extract(epoch from now()) * 1000
      order by loc limit ${BATCH}
    ) due
  `.execute(db);
  await sql`select forget_drops()`.execute(db);
  await sql`delete from drop_sessions where ends < extract(epoch from now()) * 1000 - 3600000`.execute(db);
};

/** What people were asked for. */
export const forgetAsks = async (db: Db): Promise<void> => {
  await sql`select forget_asks()`.execute(db);
};

/** Invitations are named as used or over for a month, then forgotten with whoever answered them. */
export const forgetInvitations = async (db: Db): Promise<void> => {
  await sql`delete from invitations where expires_at < now() - interval '31 days'`.execute(db);
};

/** Names of whom a relay no longer accompanies, and what was counted long ago. */
export const forgetRelayNotes = async (db: Db): Promise<void> => {
  await sql`select forget_relay_notes()`.execute(db);
};
