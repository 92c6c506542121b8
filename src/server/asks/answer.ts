import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { openAskEnd } from '../../core/protocol/ask.js';
import type { Caller } from '../http/caller.js';
import { asCaller, refuseCaller } from '../log/caller.js';
import { appendEntries, entryBody, recordRefusal, refusalOf } from '../log/record.js';
import type { AsksPorts } from './ports.js';
import * as repository from './repository.js';

/** What a holder is asked for now. */
export const listing =
  ({ db }: AsksPorts) =>
  async (caller: Caller, safe: Uint8Array): Promise<readonly repository.ListedRow[]> => {
    const rows = await repository.listOfSafe(db, { caller, safe, act: 'ask.list' });
    const [first] = rows;
    const refusal = first ? refusalOf(first) : 'not_found';
    if (refusal) throw new SafeError(refusal);
    return rows.filter((row) => row.found);
  };

/** What was asked for under a grant, for whom it is for. Nothing of the person is told but what they answered. */
export const listingMade =
  ({ db }: AsksPorts) =>
  async (caller: Caller, grant: Uint8Array): Promise<readonly repository.ListedRow[]> => {
    const rows = await repository.listOfGrant(db, grant, caller);
    const refusal = rows[0]?.refusal ?? null;
    if (refusal !== null) await refuseCaller(db, caller, new SafeError(refusal as ErrorCode));
    return rows.filter((row) => row.found);
  };

/** Ends an ask: the holder by showing or refusing, those who asked by taking it back. What was said first stays. */
export const ending =
  ({ db }: AsksPorts) =>
  async (caller: Caller, ask: Uint8Array, envelope: Uint8Array): Promise<void> => {
    const found = await repository.standing(db, ask, caller);
    // to who has nothing to do with it there is no such ask
    if (!found || !(found.holds || found.grantee)) {
      return asCaller(db, caller, () => Promise.reject(new SafeError('not_found')));
    }
    const { safe, grant } = found;
    const asked = { caller, safe, grant, act: 'ask.end' } as const;
    try {
      await db.transaction().execute(async (tx) => {
        await repository.lockSafeOf(tx, ask);
        const now = await repository.standing(tx, ask, caller);
        if (!now || !(now.holds || now.grantee)) throw new SafeError('not_found');
        if (now.refusal !== null) throw new SafeError(now.refusal as ErrorCode);
        const key = await repository.signKeyOf(tx, caller.uid);
        const { how } = openAskEnd(envelope, key, { safe, ask, by: caller.uid });
        if ((how === 'withdrawn') === now.holds) throw damaged();
        if (await repository.markEnded(tx, ask, how, envelope)) {
          await appendEntries(tx, safe, [entryBody({ ...asked, proof: envelope })]);
        }
      });
    } catch (error) {
      await recordRefusal(db, asked, error);
      throw error;
    }
  };
