import { openSafe } from '../../../client/account.js';
import { login as loginWithCard } from '../../../client/login.js';
import { decodeCard } from '../../../core/crypto/card-code.js';
import { checkNewPin } from '../../../core/crypto/pin.js';
import { isSafeError } from '../../../core/errors.js';
import { change } from '../store/database.js';
import { setOffline } from './cache.js';
import { device } from './device.js';
import { cardCheck } from '../../card/card-check.js';
import { keepCard } from './card.js';
import { setOpened } from './opened.js';
import { pump } from './queue.js';
import { unlockThis } from './renewing.js';

/** Refuses six digits that a thief would try first. @throws SafeError `weak_code`, `bad_code_format` */
export const checkCode = (pin: string): void => void checkNewPin(pin);

/** Opens a safe on the server for this phone; then what lies here goes into it. */
export const open = async (pin: string, label: string): Promise<void> => {
  const { session } = await openSafe(device, { server: location.origin, pin, label }, ({ secret }, made) =>
    keepCard(secret, made),
  );
  setOpened(session);
  void pump();
};

/** A phone that hears that it was blocked forgets what it showed without the internet. */
const forgetIfBlocked = async (error: unknown): Promise<never> => {
  if (isSafeError(error, 'lock_blocked')) await setOffline(false);
  throw error;
};

export const unlock = async (pin: string): Promise<void> => {
  setOpened(await unlockThis(pin).catch(forgetIfBlocked));
  void pump();
};

/** This phone lets go of a safe that it can't open any more. What was not sent yet stays, for another one. */
export const forgetSafe = (): Promise<void> =>
  change(['kept', 'cache'], (store) => {
    store('kept').clear();
    store('cache').clear();
  });

/** Refuses what is no card before a code is asked for. @throws SafeError `bad_card` */
export const checkCard = (text: string): void => void decodeCard(text, cardCheck);

/** Opens the safe of a card on this phone. */
export const login = async (card: string, pin: string, label: string): Promise<void> => {
  const { secret } = decodeCard(card, cardCheck);
  setOpened(await loginWithCard(device, { server: location.origin, cardSecret: secret, pin, label }));
  void pump();
};
