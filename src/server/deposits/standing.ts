import { type Kysely, sql } from 'kysely';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import {
  fingerprint,
  type Identity,
  type IdentityLink,
  openIdentityChain,
} from '../../core/protocol/identity.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';

type Db = Kysely<Database>;

/** On what ground somebody leaves a paper in a safe: as a member of a relay, or under a consent. */
export interface Ground {
  readonly safe: Uint8Array;
  /** The relay in whose name; null under a consent that a worker got for themselves. */
  readonly relay: Uint8Array | null;
  readonly grant: Uint8Array | null;
}

/** The safe that a grant is about, and the relay that it is for, if it is for one; undefined if there is no such grant. */
export const groundOfGrant = async (db: Db, grant: Uint8Array): Promise<Ground | undefined> => {
  const { rows } = await sql<{ safe: Uint8Array; relay: Uint8Array | null }>`
    select g.safe, r.uid as relay from grants g left join relays r on r.uid = g.recipient where g.id = ${grant}
  `.execute(db);
  return rows[0] && { ...rows[0], grant };
};

const denied = ({ uid, loc }: Caller, { safe, relay, grant }: Ground) =>
  sql<string | null>`deposit_denial(${uid}, ${loc}, ${safe}, ${relay}::bytea, ${grant}::bytea)`;

/** The first safe of a holder in which the caller may leave papers in a relay's name. */
export const safeOf = async (
  db: Db,
  caller: Caller,
  relay: Uint8Array,
  holder: Uint8Array,
): Promise<Uint8Array> => {
  const { rows: safes } = await sql<{ id: Uint8Array }>`
    select id from safes where holder = ${holder} order by created_at, id limit 1
  `.execute(db);
  const safe = safes[0]?.id ?? new Uint8Array(16);
  const { rows } = await sql<{ refusal: string | null }>`
    select ${denied(caller, { safe, relay, grant: null })} as refusal
  `.execute(db);
  const refusal = rows[0]?.refusal ?? null;
  if (refusal !== null) throw new SafeError(refusal as ErrorCode);
  return safe;
};

interface Counted {
  /** All that wait, those of them without a consent, and the bytes of these. */
  readonly waiting: number;
  readonly unasked: number;
  readonly unaskedBytes: number;
  /** What this relay left without a consent within a day. */
  readonly today: number;
}

interface Found extends Counted {
  readonly refusal: string | null;
  readonly taken: boolean;
  readonly holder: Uint8Array;
  readonly used: number;
  readonly room: number;
  readonly signKey: Uint8Array | null;
}

const MAX_WAITING = 200;
const MAX_UNASKED = 50;
const MAX_UNASKED_BYTES = 100 * 1024 * 1024;
const MAX_A_DAY = 20;

/** Whether one more of so many bytes is still within the limits. */
const checkLimits = (
  { waiting, unasked, unaskedBytes, today }: Counted,
  { grant }: Ground,
  bytes: number,
): void => {
  const tight = unasked >= MAX_UNASKED || unaskedBytes + bytes > MAX_UNASKED_BYTES || today >= MAX_A_DAY;
  if (waiting >= MAX_WAITING || (grant === null && tight)) throw new SafeError('deposits_full');
};

const find = async (
  db: Db,
  caller: Caller,
  ground: Ground,
  doc: Uint8Array,
  quota: { plain: number; vouched: number },
): Promise<Found> => {
  const { safe, relay } = ground;
  const { rows } = await sql<Found>`
    select ${denied(caller, ground)} as refusal, s.holder, coalesce(s.used_bytes, 0)::bigint as used,
      case when a.vouched_at is null then ${quota.plain}::bigint else ${quota.vouched}::bigint end as room,
      (select i.sign_key from identities i where i.uid = ${caller.uid} order by i.generation desc limit 1) as "signKey",
      exists (select from deposits d where d.safe = ${safe} and d.id = ${doc}
          and (d.answered_at is not null or d.depositor is distinct from ${caller.uid}))
        or exists (select from documents d where d.safe = ${safe} and d.id = ${doc})
        or exists (select from versions v where v.safe = ${safe} and v.document = ${doc}) as taken,
      c.*
    from (select 1) one
    left join safes s on s.id = ${safe}
    left join accounts a on a.uid = s.holder
    cross join lateral (
      select count(*) filter (where d.answered_at is null) as waiting,
        count(*) filter (where d.answered_at is null and d.grant_id is null and d.drop_loc is null) as unasked,
        coalesce(sum(d.content_bytes + coalesce(d.thumbnail_bytes, 0) + octet_length(d.metadata))
          filter (where d.answered_at is null and d.grant_id is null and d.drop_loc is null), 0)::bigint as "unaskedBytes",
        count(*) filter (where d.grant_id is null and d.relay = ${relay}::bytea
          and d.created_at > now() - interval '1 day') as today
      from deposits d where d.safe = ${safe} and d.id <> ${doc}
    ) c
  `.execute(db);
  return rows[0] as Found;
};

export interface Admitted {
  /** Bytes that the safe may hold in all. */
  readonly room: number;
  readonly holder: Uint8Array;
  readonly signKey: Uint8Array;
}

/** Whether this caller may leave this paper of so many bytes here now; throws why not. */
export const admit = async (
  db: Db,
  caller: Caller,
  ground: Ground,
  paper: { readonly doc: Uint8Array; readonly bytes: number },
  quota: { plain: number; vouched: number },
): Promise<Admitted> => {
  const found = await find(db, caller, ground, paper.doc, quota);
  if (found.refusal !== null) throw new SafeError(found.refusal as ErrorCode);
  if (found.taken) throw new SafeError('conflict');
  checkLimits(found, ground, paper.bytes);
  const { room, holder, signKey } = found;
  return { room, holder, signKey: signKey ?? new Uint8Array(0) };
};

/** The holder's keys as they are now, as statements name them. */
export const keysOfHolder = async (
  db: Db,
  holder: Uint8Array,
): Promise<Pick<Identity, 'gen'> & { readonly fp: Uint8Array }> => {
  const chain: IdentityLink[] = await db
    .selectFrom('identities')
    .select(['statement', 'approval'])
    .where('uid', '=', holder)
    .orderBy('generation')
    .execute();
  const identity = openIdentityChain(holder, chain);
  return { gen: identity.gen, fp: fingerprint(identity) };
};
