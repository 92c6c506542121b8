import { joinShown } from '../../../client/hand/guest.js';
import type { Joined } from '../../../client/hand/joined.js';
import { personSide } from '../../../client/hand/newcomer.js';
import { SafeError } from '../../../core/errors.js';
import { device } from './device.js';

let joined: Joined | undefined;

const side = () => {
  if (!joined) throw new SafeError('hand_ended');
  return personSide(joined);
};

/** Joins the desk whose code was read; gives the number that both show. */
export const guestJoin = async (address: string): Promise<string> => {
  joined = await joinShown(device, location.origin, address, 'code');
  return joined.number;
};

/** Waits until the helper has compared; gives the person's language. */
export const guestBegin = (): Promise<string> => side().begin();

export const guestAnswer = (yes: boolean): Promise<void> => side().answer(yes);

/** The code goes to the desk, sealed to it alone; waits until the safe is open. */
export const guestCode = async (code: string): Promise<void> => {
  await side().code(code);
  await side().done();
};
