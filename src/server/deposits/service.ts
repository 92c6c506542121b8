import { SafeError } from '../../core/errors.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { acceptDeposits } from './accept.js';
import { refusing, settingDoor } from './answer.js';
import type { DepositsPorts } from './ports.js';
import { listing, reading } from './read.js';
import { receiving } from './receive.js';
import { type Ground, groundOfGrant, safeOf } from './standing.js';

const findingSafe =
  ({ db }: DepositsPorts) =>
  (caller: Caller, relay: Uint8Array, holder: Uint8Array): Promise<Uint8Array> =>
    asCaller(db, caller, (tx) => safeOf(tx, caller, relay, holder));

/** The ground that a grant gives; whether it holds is decided when something is left on it. */
const groundingOn =
  ({ db }: DepositsPorts) =>
  (caller: Caller, grant: Uint8Array): Promise<Ground> =>
    asCaller(db, caller, async (tx) => {
      const ground = await groundOfGrant(tx, grant);
      if (!ground) throw new SafeError('not_found');
      return ground;
    });

/** What can be done with papers that workers leave: leave, list, read, refuse, close the door; and keep, by a head. */
export const depositsService = (ports: DepositsPorts) => ({
  findSafe: findingSafe(ports),
  groundOn: groundingOn(ports),
  receive: receiving(ports),
  list: listing(ports),
  read: reading(ports),
  refuse: refusing(ports),
  setDoor: settingDoor(ports),
  /** For who stores heads. */
  accept: acceptDeposits,
});
