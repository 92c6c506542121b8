import { changeCode as change, giveUpChange, useSecret } from '../../../client/change-code.js';
import type { Device } from '../../../client/ports.js';
import type { Session } from '../../../client/session.js';
import { unlock } from '../../../client/unlock.js';
import { fromBase64Url, toBase64Url, toHex } from '../../../core/bytes.js';
import { isSafeError } from '../../../core/errors.js';
import { drop, keep, unsealText } from '../store/sealed.js';
import { keepCard } from './card.js';
import { device } from './device.js';
import { isListed, settleCard } from './new-card.js';
import { opened, setOpened } from './opened.js';
import { orByPending, RENEWAL, type Renewal } from './pending.js';

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

const byLock = async (pin: string): Promise<Session> => {
  const renewal = await unsealText<Renewal>('kept', RENEWAL);
  const known = await device.memory.read();
  if (!renewal || (renewal.uid ?? known?.uid) !== known?.uid) return unlock(device, pin);
  if (known?.deviceSecret === renewal.deviceSecret) return goOver(await unlock(device, pin), renewal);
  try {
    return await giveUp(await unlock(device, pin));
  } catch (error) {
    if (!isSafeError(error, 'lock_blocked')) throw error;
    return goOver(await unlock(withSecret(renewal), pin), renewal);
  }
};

/** A card of a change that broke off opened: it is the one that there is. */
const settleRenewal = async (session: Session): Promise<void> => {
  const renewal = await unsealText<Renewal>('kept', RENEWAL);
  if (renewal === null) return;
  const secret = fromBase64Url(renewal.cardSecret);
  if (!(await isListed(session, secret))) return;
  await keepCard(secret, session);
  await drop('kept', RENEWAL);
};

/** What was begun and broke off comes to its end once the safe is open, by whichever way. */
export const settled = async (session: Session): Promise<Session> => {
  await settleRenewal(session).catch(() => undefined);
  await settleCard(session).catch(() => undefined);
  return session;
};

/**
 * Unlocks this phone. Where a change of the code broke off, the old code opens or the new one: never neither. Where the phone is
 * shut for good, a card that nobody has seen yet does.
 */
export const unlockThis = async (pin: string): Promise<Session> =>
  settled(await orByPending(pin, () => byLock(pin)));

/** The code, asked for again before something that can't be undone. @throws SafeError `wrong_code`, … */
export const checkOwnCode = async (pin: string): Promise<void> => setOpened(await unlockThis(pin));

/**
 * Another code, with another card; the old card and all other phones open nothing any more. What opens the safe afterwards
 * is sealed on this phone before anything is sent.
 */
export const changeCode = async (pin: string, label: string): Promise<void> => {
  let renewal: Renewal | undefined;
  await change(opened(), { pin, label }, async ({ cardSecret, deviceSecret }) => {
    renewal = {
      cardSecret: toBase64Url(cardSecret),
      deviceSecret: toBase64Url(deviceSecret),
      uid: toHex(opened().uid),
    };
    await keep('kept', RENEWAL, renewal);
  });
  const session = await unlock(device, pin);
  setOpened(renewal ? await goOver(session, renewal) : session);
};
