import { openWorker } from '../../../client/account.js';
import type { CardLanguage } from '../../../client/card/texts.js';
import { blockDevice, listDevices } from '../../../client/devices.js';
import { checkNewPin } from '../../../core/crypto/pin.js';
import { SafeError } from '../../../core/errors.js';
import { readInvitation } from '../../../core/protocol/invitation.js';
import { cardPagesOf, type CardSize } from '../card-pages.js';
import { device, server } from './device.js';
import { enter, opened } from './opened.js';

let cardSecret: Uint8Array | undefined;

/** Refuses what is no invitation before an account is made for it. @throws SafeError `bad_invitation` */
export const checkInvitation = (code: string): void => void readInvitation(code);

/** Refuses six digits that a thief would try first. @throws SafeError `weak_code`, `bad_code_format` */
export const checkCode = (pin: string): void => void checkNewPin(pin);

/**
 * Opens the account of somebody who will work in a relay, and signs them in. This machine is no device of theirs: what it made for
 * itself is blocked at once, so that their card alone opens the account.
 */
export const openOwn = async (pin: string): Promise<void> => {
  const { card } = await openWorker(device, { server, pin, label: '' });
  const session = await enter({ cardSecret: card.secret, pin });
  for (const { type, loc } of await listDevices(session)) {
    if (type === 'device') await blockDevice(session, loc);
  }
  cardSecret = card.secret;
};

/** Their card to print, as pictures. */
export const ownCard = async (
  size: CardSize,
  language: CardLanguage,
  name: string,
): Promise<Uint8Array[]> => {
  if (!cardSecret) throw new SafeError('not_logged_in');
  return cardPagesOf(opened(), cardSecret, { size, language, nickname: name });
};
