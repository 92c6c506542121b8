import { openSafe } from '../../../client/account.js';
import { login as loginWithCard } from '../../../client/login.js';
import { unlock as unlockPhone } from '../../../client/unlock.js';
import { decodeCard } from '../../../core/crypto/card-code.js';
import { checkNewPin } from '../../../core/crypto/pin.js';
import { device } from './device.js';
import { cardCheck, keepCard } from './card.js';
import { setOpened } from './opened.js';
import { pump } from './queue.js';

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

export const unlock = async (pin: string): Promise<void> => {
  setOpened(await unlockPhone(device, pin));
  void pump();
};

/** Refuses what is no card before a code is asked for. @throws SafeError `bad_card` */
export const checkCard = (text: string): void => void decodeCard(text, cardCheck);

/** Opens the safe of a card on this phone. */
export const login = async (card: string, pin: string, label: string): Promise<void> => {
  const { secret } = decodeCard(card, cardCheck);
  setOpened(await loginWithCard(device, { server: location.origin, cardSecret: secret, pin, label }));
  void pump();
};
