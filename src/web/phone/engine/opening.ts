import { openSafe } from '../../../client/account.js';
import { login as loginWithCard } from '../../../client/login.js';
import { decodeCard } from '../../../core/crypto/card-code.js';
import { argon2, checkNewPin, selfTest } from '../../../core/crypto/pin.js';
import { isSafeError } from '../../../core/errors.js';
import { isOffline, setOffline } from './cache.js';
import { device } from './device.js';
import { cardCheck } from '../../../core/crypto/card-check.js';
import { keepCard } from './card.js';
import { setOpened } from './opened.js';
import { lookAhead } from './papers.js';
import { pump } from './queue.js';
import { forgetButPending, orByPending } from './pending.js';
import { settled, unlockThis } from './renewing.js';

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

/**
 * While six digits are typed: all that unlocking does but for the code itself, so that only its own derivation is waited for.
 * What fails here fails again, and is told, when it is needed.
 */
export const getReady = async (): Promise<void> => {
  // the phone's database is open by then; nothing of it that is secret is read before it is needed
  await Promise.all([isOffline(), selfTest(argon2, 'device')]);
};

export const unlock = async (pin: string): Promise<void> => {
  setOpened(await unlockThis(pin).catch(forgetIfBlocked));
  // the page asks for its list as soon as it has heard; by then it is on its way
  void lookAhead().finally(() => void pump());
};

/**
 * This phone lets go of a safe that it can't open any more. What was not sent yet stays, for another one; and so does a card whose
 * making broke off, until it is known what became of it.
 */
export const forgetSafe = (): Promise<void> => forgetButPending();

/** Refuses what is no card before a code is asked for. @throws SafeError `bad_card` */
export const checkCard = (text: string): void => void decodeCard(text, cardCheck);

/** Opens the safe of a card on this phone. */
export const login = async (card: string, pin: string, label: string): Promise<void> => {
  const { secret } = decodeCard(card, cardCheck);
  const byCard = () => loginWithCard(device, { server: location.origin, cardSecret: secret, pin, label });
  setOpened(await settled(await orByPending(pin, byCard)));
  void pump();
};
