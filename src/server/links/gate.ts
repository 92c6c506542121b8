import { type Kysely, sql } from 'kysely';
import type { LogAction } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import type { ReadingRows, ReadingsUnderWay } from '../http/underway.js';
import { closeReadings } from '../log/reading.js';
import { entryText } from '../log/record.js';

type Db = Kysely<Database>;

/** One opening of a link, by the hash of its token. */
export interface LinkSession {
  readonly tokenHash: Uint8Array;
  readonly loc: Uint8Array;
  readonly safe: Uint8Array;
}

/** An opening and its link; what was over an hour ago is nobody any more, so that an old token fills no history. */
export const findSession = async (db: Db, tokenHash: Uint8Array): Promise<LinkSession | undefined> => {
  const { rows } = await sql<{ loc: Uint8Array; safe: Uint8Array }>`
    select s.loc, l.safe from link_sessions s join links l on l.loc = s.loc where s.token_hash = ${tokenHash}
      and s.ends > safe_clock(l.safe) - 3600000
  `.execute(db);
  return rows[0] && { tokenHash, ...rows[0] };
};

/** Why a session may not go on, with the link's row locked for what is done next; null if it may. */
export const sessionRefusal = async (db: Db, { tokenHash }: LinkSession): Promise<string | null> => {
  const { rows } = await sql<{
    refusal: string | null;
  }>`select link_refusal(${tokenHash}) as refusal`.execute(db);
  return rows[0]?.refusal ?? null;
};

/** Longer than the bytes of one reading may be under way. */
const KEPT = sql`interval '2 hours'`;

export interface LinkedReading {
  readonly session: LinkSession;
  readonly nonce: Uint8Array;
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly part: 'content' | 'thumbnail';
}

const ACTS: Readonly<Record<LinkedReading['part'], LogAction>> = {
  content: 'paper.read',
  thumbnail: 'paper.preview',
};

export interface LinkedBlob {
  readonly outcome: string;
  readonly key: string | null;
  readonly bytes: number | null;
}

/** Decides, records and finds the blob of a reading, in one statement. */
export const findBlob = async (
  db: Db,
  { session, nonce, doc, ver, part }: LinkedReading,
): Promise<LinkedBlob> => {
  const { tokenHash, loc, safe } = session;
  const entry = entryText({ caller: null, act: ACTS[part], doc, ver, grant: loc });
  const { rows } = await sql<LinkedBlob>`
    with gate as materialized (select link_refusal(${tokenHash}) as refusal),
    shown as materialized (
      select v.${sql.ref(`${part}_key`)} as key, v.${sql.ref(`${part}_bytes`)} as bytes
      from gate join links l on l.loc = ${loc} and gate.refusal is null
      join documents d on d.safe = l.safe and d.id = ${doc} and link_shows(l, d, ${ver})
      join versions v on v.safe = d.safe and v.document = d.id and v.version = ${ver} and not v.staged
      where v.${sql.ref(`${part}_key`)} is not null
    ),
    open as (
      insert into readings (nonce, grant_id, open, expires_at) select ${nonce}, ${loc}, true, now() + ${KEPT} from shown
    ),
    told as materialized (
      select coalesce(gate.refusal, case when not exists (select from shown) then 'not_found' end, 'ok') as outcome
      from gate
    )
    select told.outcome, shown.key, shown.bytes, log_outcome(${safe}, ${entry}, told.outcome) as seq
    from told left join shown on true
  `.execute(db);
  return rows[0] ?? { outcome: 'session_over', key: null, bytes: null };
};

/** An answer under way by a link: its nonce, and the session that it belongs to. */
interface Reader {
  readonly nonce: Uint8Array;
  readonly session: Pick<LinkSession, 'tokenHash'>;
}

export const noteReading = async (db: Db, nonce: Uint8Array, loc: Uint8Array): Promise<void> => {
  await sql`
    insert into readings (nonce, grant_id, open, expires_at) values (${nonce}, ${loc}, true, now() + ${KEPT})
  `.execute(db);
};

const deniedOf = async (db: Db, readings: readonly Reader[]): Promise<Uint8Array[]> => {
  const { rows } = await sql<{ nonce: Uint8Array }>`
    select r.nonce
    from unnest(${readings.map((one) => one.nonce)}::bytea[],
      ${readings.map((one) => one.session.tokenHash)}::bytea[]) as r (nonce, token_hash)
    where link_denial(r.token_hash) is not null
  `.execute(db);
  return rows.map((row) => row.nonce);
};

const anyOpen = async (db: Db, locs: readonly Uint8Array[]): Promise<boolean> => {
  const { rows } = await sql`
    select from readings where grant_id = any(${locs}::bytea[]) and open limit 1
  `.execute(db);
  return rows.length > 0;
};

export const linkReadings = (db: Db): ReadingRows<Reader> => ({
  denied: (readings) => deniedOf(db, readings),
  close: (nonces) => closeReadings(db, nonces),
  anyOpen: (locs) => anyOpen(db, locs),
});

export type LinkReadings = ReadingsUnderWay<Reader>;
