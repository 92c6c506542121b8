import { openSafe } from '../../../client/account.js';
import type { CardLanguage } from '../../../client/card/texts.js';
import { blockDevice, listDevices } from '../../../client/devices.js';
import type { Session } from '../../../client/session.js';
import { checkNewPin } from '../../../core/crypto/pin.js';
import { SafeError } from '../../../core/errors.js';
import { cardPagesOf, type CardSize, contactOf } from '../card-pages.js';
import { device, server } from '../engine/device.js';

let made: { readonly session: Session; readonly secret: Uint8Array } | undefined;

/** Refuses six digits that a thief would try first. @throws SafeError `weak_code`, `bad_code_format` */
const checkCode = (pin: string): void => void checkNewPin(pin);

/**
 * Opens the person's safe. This machine is no device of theirs: what it made for itself is blocked at once, so that the card
 * alone opens the safe. Gives the code on the front of the card.
 */
const open = async (pin: string): Promise<string> => {
  const { session, card } = await openSafe(device, { server, pin, label: '' });
  made = { session, secret: card.secret };
  const here = (await listDevices(session)).find(({ current }) => current);
  if (here) await blockDevice(session, here.loc);
  return contactOf(session);
};

/** The card to print. */
const cardPages = async (size: CardSize, language: CardLanguage, nickname: string): Promise<Uint8Array[]> => {
  if (!made) throw new SafeError('not_logged_in');
  return cardPagesOf(made.session, made.secret, { size, language, nickname });
};

/** What the page asks of the person's safe while it is being opened. The card's secret stays on this side, but for the picture to print. */
export const handlers = { checkCode, open, cardPages };

export type PersonEngine = typeof handlers;
