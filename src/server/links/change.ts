import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { MAX_LINK_MS, openLinkChange, openLinkEnd } from '../../core/protocol/link.js';
import type { LogAction } from '../../core/protocol/log.js';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { appendEntries, entryBody, recordRefusal } from '../log/record.js';
import type { LinkReadings } from './gate.js';
import type { LinksPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** How far the clock of who signs may be from ours. */
const CLOCKS_MS = 120_000;

/** Changes a link, with its rows locked; a refusal is an entry too. To who has nothing to do with it, it does not exist. */
const onLink = async <T>(
  { db }: LinksPorts,
  asked: { readonly caller: Caller; readonly loc: Uint8Array; readonly act: LogAction },
  envelope: Uint8Array,
  work: (tx: Db, found: repository.Standing) => Promise<{ answer: T; repeat: boolean }>,
): Promise<T> => {
  const { caller, loc, act } = asked;
  const safe = await repository.safeOfLink(db, loc);
  if (!safe) return asCaller(db, caller, () => Promise.reject(new SafeError('not_found')));
  const entry = { caller, safe, act, grant: loc };
  try {
    return await db.transaction().execute(async (tx) => {
      const found = await repository.standing(tx, loc, caller);
      if (found?.refusal) throw new SafeError(found.refusal as ErrorCode);
      if (!found || !(found.holds || found.made || found.grantee)) throw new SafeError('not_found');
      const { answer, repeat } = await work(tx, found);
      if (!repeat) await appendEntries(tx, safe, [entryBody({ ...entry, proof: envelope })]);
      return answer;
    });
  } catch (error) {
    await recordRefusal(db, entry, error);
    throw error;
  }
};

const OVER: Partial<Record<repository.Standing['state'], ErrorCode>> = {
  ended: 'link_ended',
  expired: 'link_expired',
  used_up: 'link_used_up',
  frozen: 'link_ended',
};

/** Extends or shortens: by the holder, or by who made it while their grant lets them. */
export const changing =
  (ports: LinksPorts) => async (caller: Caller, loc: Uint8Array, envelope: Uint8Array) =>
    onLink(ports, { caller, loc, act: 'link.change' }, envelope, async (tx, found) => {
      if (!found.holds && !found.made) throw new SafeError('not_found');
      const key = await repository.signKeyOf(tx, caller.uid);
      const { seq, exp, max } = openLinkChange(envelope, key, { loc, safe: found.safe }, caller.uid);
      const answer = { expires: exp, openings: max };
      if (found.change && sameBytes(found.change, envelope)) return { answer, repeat: true };
      const over = OVER[found.state];
      if (over) throw new SafeError(over);
      if (seq !== found.change_seq + 1) throw new SafeError('conflict');
      const now = await repository.safeClock(tx, found.safe);
      if (exp <= now) throw new SafeError('link_expired');
      if (exp > now + MAX_LINK_MS + CLOCKS_MS) throw damaged();
      if (found.grant_expires !== null && exp > found.grant_expires) throw new SafeError('not_granted');
      const change = { change: envelope, seq, ...answer, over: found.opened >= max };
      await repository.setChange(tx, loc, change);
      return { answer, repeat: false };
    });

/**
 * Ends a link: by the holder, by who made it, or by another to whom the grant was given. What opens it is destroyed when
 * the end is stored; the answer comes when nothing of it leaves any more. Ending it again answers again.
 */
export const ending =
  (ports: LinksPorts, underWay: LinkReadings) =>
  async (caller: Caller, loc: Uint8Array, envelope: Uint8Array): Promise<void> => {
    await onLink(ports, { caller, loc, act: 'link.end' }, envelope, async (tx, found) => {
      const key = await repository.signKeyOf(tx, caller.uid);
      openLinkEnd(envelope, key, { loc, safe: found.safe }, caller.uid);
      await repository.markEnded(tx, loc, envelope);
      return { answer: undefined, repeat: found.state === 'ended' };
    });
    await underWay.over([loc]);
  };
