import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { openWithdrawal } from '../../core/protocol/grant-end.js';
import type { Caller } from '../http/caller.js';
import { appendEntries, entryBody, recordRefusal } from '../log/record.js';
import type { GrantsPorts } from './ports.js';
import * as repository from './repository.js';
import type { GrantReadings } from './gate.js';

/**
 * Ends a grant: by who gave it, by who got it, or, if it was passed on, by whom that was given to. The gate is shut when the end is stored; the answer comes when nothing
 * of it leaves any more. Ending it again answers again, and is no news.
 */
export const ending =
  ({ db }: GrantsPorts, underWay: GrantReadings) =>
  async (caller: Caller, grant: Uint8Array, envelope: Uint8Array): Promise<void> => {
    const parties = await repository.partiesOf(db, grant, caller);
    const { safe, signKey } = parties;
    const asked = { caller, safe, grant, act: 'grant.end' } as const;
    try {
      await db.transaction().execute(async (tx) => {
        const { refusal, holds, grantee, gave } = await repository.standing(tx, grant, caller);
        if (refusal) throw new SafeError(refusal as ErrorCode);
        if (!holds && !grantee && !gave) throw new SafeError('not_found');
        const said = openWithdrawal(envelope, signKey ?? new Uint8Array(0), { safe, id: grant });
        if (!sameBytes(said.by, caller.uid)) throw damaged();
        if (await repository.markEnded(tx, grant, envelope)) {
          await appendEntries(tx, safe, [entryBody({ ...asked, proof: envelope })]);
        }
      });
    } catch (error) {
      await recordRefusal(db, asked, error);
      throw error;
    }
    await underWay.over([grant]);
  };
