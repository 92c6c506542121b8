import { SafeError } from '../../core/errors.js';
import { openDepositRefusal } from '../../core/protocol/deposit-refusal.js';
import type { Caller } from '../http/caller.js';
import { entryBody, operate } from '../log/record.js';
import type { DepositsPorts } from './ports.js';
import * as repository from './repository.js';

/** Destroys what the holder does not want, by their signed word. What did not wait any more stays as it was. */
export const refusing =
  ({ db, blobsDoomed }: DepositsPorts) =>
  async (caller: Caller, safe: Uint8Array, envelope: Uint8Array): Promise<void> => {
    const act = 'deposit.refuse';
    await operate(
      db,
      { caller, safe, act },
      async (tx) => {
        const { docs } = openDepositRefusal(envelope, await repository.holderKey(tx, safe), safe);
        const emptied: Uint8Array[] = [];
        for (const doc of docs) {
          const outcome = await repository.empty(tx, safe, doc);
          if (outcome === 'unknown') throw new SafeError('not_found');
          if (outcome === 'emptied') emptied.push(doc);
        }
        return emptied;
      },
      (docs) => docs.map((doc) => entryBody({ caller, act, doc })),
    );
    blobsDoomed();
  };

/** Opens or closes the safe for relays without a consent. */
export const settingDoor =
  ({ db }: DepositsPorts) =>
  (caller: Caller, safe: Uint8Array, open: boolean): Promise<void> =>
    operate(db, { caller, safe, act: open ? 'deposit.open' : 'deposit.close' }, (tx) =>
      repository.setDoor(tx, safe, open),
    );
