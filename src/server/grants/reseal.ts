import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { claimedReseal } from '../../core/protocol/grant-keys.js';
import type { Caller } from '../http/caller.js';
import { appendEntries, entryBody, recordRefusal } from '../log/record.js';
import { type Resealed, storeReseal } from './heads.js';
import type { GrantsPorts } from './ports.js';
import * as repository from './repository.js';

/**
 * Keys sealed anew by who can read them: a member, after the team got a new key. The safe's epoch stays as it is. Stored with
 * its entry in the holder's log, or neither; a refusal is an entry too.
 */
export const resealing =
  ({ db }: GrantsPorts) =>
  async (caller: Caller, grant: Uint8Array, resealed: Resealed): Promise<void> => {
    const { safe, signKey } = await repository.partiesOf(db, grant, caller);
    const asked = { caller, safe, grant, act: 'grant.reseal' } as const;
    try {
      await db.transaction().execute(async (tx) => {
        const { refusal, grantee } = await repository.standing(tx, grant, caller);
        if (refusal) throw new SafeError(refusal as ErrorCode);
        if (!grantee) throw new SafeError('not_found');
        if (!sameBytes(claimedReseal(resealed.reseal).grant, grant)) throw damaged();
        const isNews = await storeReseal(tx, safe, resealed, {
          uid: caller.uid,
          isHolder: false,
          signKey: signKey ?? new Uint8Array(0),
          epochFits: (epoch, before) => epoch === before,
        });
        if (isNews) await appendEntries(tx, safe, [entryBody({ ...asked, proof: resealed.reseal })]);
      });
    } catch (error) {
      await recordRefusal(db, asked, error);
      throw error;
    }
  };
