import { giveUpChange } from '../../../client/change-code.js';
import { listDevices } from '../../../client/devices.js';
import { renewCard } from '../../../client/renew.js';
import type { Session } from '../../../client/session.js';
import { toHex } from '../../../core/bytes.js';
import { lockLocator } from '../../../core/crypto/locked-secret.js';
import { drop } from '../store/sealed.js';
import { keepCard } from './card.js';
import { opened } from './opened.js';
import { keepNext, NEXT, nextOf } from './pending.js';

/** Whether a card stands on the signed list of what opens the safe. */
export const isListed = async (session: Session, secret: Uint8Array): Promise<boolean> => {
  const loc = toHex(lockLocator('card', secret));
  return (await listDevices(session)).some((one) => one.loc === loc);
};

/**
 * Finds out what became of a card whose making broke off: one that opens waits for the person like any other; one that
 * does not is prevented from taking the old one's place late.
 */
export const settleCard = async (session: Session): Promise<void> => {
  const secret = await nextOf(session);
  if (secret === null) return;
  if (!(await isListed(session, secret))) await giveUpChange(session);
  // it may have come in between
  if (await isListed(session, secret)) await keepCard(secret, session);
  await drop('kept', NEXT);
};

/** Another card under the same code, for one that was lost: the old one opens nothing any more. @throws SafeError `wrong_code`, … */
export const newCard = async (pin: string): Promise<void> => {
  const session = opened();
  await settleCard(session);
  await renewCard(session, pin, ({ secret }) => keepNext(secret, session));
  await settleCard(session);
};
