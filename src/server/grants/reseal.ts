import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import { claimedReseal } from '../../core/protocol/grant-keys.js';
import type { Caller } from '../http/caller.js';
import { type Resealed, storeReseal } from './heads.js';
import type { GrantsPorts } from './ports.js';
import * as repository from './repository.js';

/** Keys sealed anew by who can read them: a member, after the team got a new key. The safe's epoch stays as it is. */
export const resealing =
  ({ db }: GrantsPorts) =>
  async (caller: Caller, grant: Uint8Array, resealed: Resealed): Promise<void> => {
    const parties = await repository.partiesOf(db, grant, caller);
    await db.transaction().execute(async (tx) => {
      const { refusal, grantee } = await repository.standing(tx, grant, caller);
      if (refusal) throw new SafeError(refusal as ErrorCode);
      if (!grantee) throw new SafeError('not_found');
      if (!sameBytes(claimedReseal(resealed.reseal).grant, grant)) throw damaged();
      await storeReseal(tx, parties.safe, resealed, {
        uid: caller.uid,
        signKey: parties.signKey ?? new Uint8Array(0),
        epochFits: (epoch, before) => epoch === before,
      });
    });
  };
