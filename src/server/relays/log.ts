import { type Kysely, sql } from 'kysely';
import type { RelayLogEntry } from '../../core/api/relays.js';
import { SafeError } from '../../core/errors.js';
import { readLogBody } from '../../core/protocol/log.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { roleIn } from './caller.js';
import type { RelaysPorts } from './ports.js';

/** What a relay's member does that the person sees in their history. */
const ACTS = ['grant.look', 'paper.read', 'paper.preview', 'grant.end', 'grant.reseal'];

interface Row {
  readonly at: number;
  readonly body: Uint8Array;
}

/**
 * Entries about grants to a relay that its people made, newest first, all of one moment together. Nothing else of a safe's log
 * is told, nor how many entries it has; who is no grantee was refused with `not_found`, and is nobody of the relay's.
 */
const entriesBefore = async (
  tx: Kysely<Database>,
  relay: Uint8Array,
  before: number,
  limit: number,
): Promise<readonly Row[]> => {
  const { rows } = await sql<Row>`
    select e.at, e.body
    from grants g
    join safes s on s.id = g.safe
    join log_entries e on e.safe = g.safe
      and substring(encode(e.body, 'escape') from '"grant":"([0-9a-f]{32})"') = encode(g.id, 'hex')
      and position('"grant":"'::bytea in e.body) > 0 and e.at < ${before}
    cross join lateral (select convert_from(e.body, 'UTF8')::json as said) b
    where g.recipient = ${relay} and b.said ->> 'act' = any(${ACTS}::text[])
      and b.said ->> 'by' <> encode(s.holder, 'hex') and b.said ->> 'out' <> 'not_found'
    order by e.at desc
    fetch first ${limit} rows with ties
  `.execute(tx);
  return rows;
};

/** What the relay's own members did under what is or was shown to it; for its members alone. */
export const readingRelayLog =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, before: number, limit: number) =>
    asCaller(db, caller, async (tx) => {
      if ((await roleIn(tx, relay, caller, 'to look')) === null) throw new SafeError('not_member');
      const rows = await entriesBefore(tx, relay, before, limit);
      const entries = rows.map(({ at, body }): RelayLogEntry => {
        // Which card or device a colleague used is theirs to know.
        const { lock: _, act, ...said } = readLogBody(body);
        return { at, act: act as RelayLogEntry['act'], ...said };
      });
      return { entries, more: rows.length >= limit };
    });
