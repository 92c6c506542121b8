import { sql } from 'kysely';
import { type Asked, entryText } from './record.js';

/** Who asks about a safe, as a part `gate` of one statement: why they are refused, and whether it is theirs; one row. */
export const ownGate = ({ caller, safe }: Pick<Asked, 'caller' | 'safe'>) => sql`
  gate as materialized (
    select caller_refusal(${caller.uid}, ${caller.loc}) as refusal, s.id is not null as mine
    from (select 1) one left join safes s on s.id = ${safe} and s.holder = ${caller.uid}
  )`;

/** Of `gate`: the code of a refusal, or null. A safe that is not the caller's does not exist for them. */
export const DENIED = sql`coalesce(gate.refusal, case when not gate.mine then 'not_found' end)`;

/** A part `entry` after `gate`: what was asked is written once into the safe's log, whatever the gate says. */
export const ownEntry = (asked: Asked) => sql`
  entry as materialized (
    select log_outcome(${asked.safe}, ${entryText(asked)}, coalesce(${DENIED}, 'ok')) from gate
  )`;
