import { changeCode as change, giveUpChange, useSecret } from '../../../client/change-code.js';
import type { Device } from '../../../client/ports.js';
import type { Session } from '../../../client/session.js';
import { unlock } from '../../../client/unlock.js';
import { fromBase64Url, toBase64Url } from '../../../core/bytes.js';
import { isSafeError } from '../../../core/errors.js';
import { drop, keep, unsealText } from '../store/sealed.js';
import { keepCard } from './card.js';
import { device } from './device.js';
import { settleCard } from './new-card.js';
import { opened, setOpened } from './opened.js';

const RENEWAL = 'renewal';

/** A change of the code of which it is not known yet whether it was done: what opens the safe if it was. */
interface Renewal {
  readonly cardSecret: string;
  readonly deviceSecret: string;
}

/** The new code opened: this phone goes on with it, and the card that goes with it waits for the person. */
const goOver = async (session: Session, { cardSecret, deviceSecret }: Renewal): Promise<Session> => {
  await useSecret({ device }, fromBase64Url(deviceSecret));
  await keepCard(fromBase64Url(cardSecret), session);
  await drop('kept', RENEWAL);
  return session;
};

/** This phone with the secret of the change: it is remembered only once it has opened. */
const withSecret = ({ deviceSecret }: Renewal): Device => ({
  ...device,
  memory: {
    ...device.memory,
    read: async () => {
      const known = await device.memory.read();
      return known && { ...known, deviceSecret };
    },
  },
});

/** The old code still opened: the change was not done, and is prevented from being done late. */
const giveUp = async (session: Session): Promise<Session> => {
  await giveUpChange(session);
  await drop('kept', RENEWAL);
  return session;
};

/** Unlocks this phone. Where a change of the code broke off, the old code opens or the new one: never neither. */
export const unlockThis = async (pin: string): Promise<Session> => {
  const renewal = await unsealText<Renewal>('kept', RENEWAL);
  if (!renewal) {
    const session = await unlock(device, pin);
    await settleCard(session).catch(() => undefined);
    return session;
  }
  const known = await device.memory.read();
  if (known?.deviceSecret === renewal.deviceSecret) return goOver(await unlock(device, pin), renewal);
  try {
    return await giveUp(await unlock(device, pin));
  } catch (error) {
    if (!isSafeError(error, 'lock_blocked')) throw error;
    return goOver(await unlock(withSecret(renewal), pin), renewal);
  }
};

/** The code, asked for again before something that can't be undone. @throws SafeError `wrong_code`, … */
export const checkOwnCode = async (pin: string): Promise<void> => setOpened(await unlockThis(pin));

/**
 * Another code, with another card; the old card and all other phones open nothing any more. What opens the safe afterwards
 * is sealed on this phone before anything is sent.
 */
export const changeCode = async (pin: string, label: string): Promise<void> => {
  let renewal: Renewal | undefined;
  await change(opened(), { pin, label }, async ({ cardSecret, deviceSecret }) => {
    renewal = { cardSecret: toBase64Url(cardSecret), deviceSecret: toBase64Url(deviceSecret) };
    await keep('kept', RENEWAL, renewal);
  });
  const session = await unlock(device, pin);
  setOpened(renewal ? await goOver(session, renewal) : session);
};
