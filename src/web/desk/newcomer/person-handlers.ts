import { openSafe } from '../../../client/account.js';
import type { CardLanguage } from '../../../client/card/texts.js';
import { findRecipient } from '../../../client/consent/recipient.js';
import { blockDevice, listDevices } from '../../../client/devices.js';
import { showHand, type ShownHand } from '../../../client/hand/host.js';
import type { Joined } from '../../../client/hand/joined.js';
import { deskSide } from '../../../client/hand/newcomer.js';
import { leaveSpare as leave } from '../../../client/spare/leave.js';
import { visitHolder } from '../../../client/visit.js';
import type { Session } from '../../../client/session.js';
import { checkNewPin } from '../../../core/crypto/pin.js';
import { SafeError } from '../../../core/errors.js';
import { cardPagesOf, type CardSize, contactOf } from '../card-pages.js';
import { device, server } from '../engine/device.js';

/** The safe that was just made. The code is kept until the person is done, so that they need not type it again for a spare. */
let made: { readonly session: Session; readonly secret: Uint8Array; readonly pin: string } | undefined;

const own = () => {
  if (!made) throw new SafeError('not_logged_in');
  return made;
};

/** Refuses six digits that a thief would try first. @throws SafeError `weak_code`, `bad_code_format` */
const checkCode = (pin: string): void => void checkNewPin(pin);

/**
 * Opens the person's safe. This machine is no device of theirs: what it made for itself is blocked at once, so that the card
 * alone opens the safe. Gives the code on the front of the card.
 */
const open = async (pin: string): Promise<string> => {
  const { session, card } = await openSafe(device, { server, pin, label: '' });
  made = { session, secret: card.secret, pin };
  const here = (await listDevices(session)).find(({ current }) => current);
  if (here) await blockDevice(session, here.loc);
  return contactOf(session);
};

/** The card to print. */
const cardPages = async (size: CardSize, language: CardLanguage, nickname: string): Promise<Uint8Array[]> => {
  const { session, secret } = own();
  return cardPagesOf(session, secret, { size, language, nickname });
};

/**
 * Leaves a spare of the card with the relay of this poster, by the card: this machine opens the safe no more.
 *
 * @param name by which the relay finds the person
 */
const leaveSpare = async (poster: string, name: string): Promise<void> => {
  const { secret, pin } = own();
  const session = await visitHolder(device, { server, cardSecret: secret, pin });
  await leave(session, await findRecipient(session, poster), pin, name);
};

let shown: ShownHand | undefined;
let side: ReturnType<typeof deskSide> | undefined;
let joined: Joined | undefined;

/** Nothing of another screen stays. */
const otherEnd = async (): Promise<void> => {
  const before = joined ?? shown;
  [shown, joined, side] = [undefined, undefined, undefined];
  await before?.end();
};

/** An address for another screen, to be scanned. */
const otherShow = async (): Promise<string> => {
  await otherEnd();
  shown = await showHand(device, location.origin, 'code');
  return shown.url;
};

/** Waits for that screen; gives the number that both show. @throws SafeError `hand_taken`, `hand_ended` */
const otherJoin = async (): Promise<string> => {
  joined = await shown?.joined();
  if (!joined) throw new SafeError('hand_ended');
  side = deskSide(joined);
  return joined.number;
};

const theirs = () => {
  if (!side) throw new SafeError('hand_ended');
  return side;
};

/** Begins there, in the person's language; whether they want a safe. */
const otherBegin = (language: string): Promise<boolean> => theirs().begin(language);

/** Waits for the code that was typed there twice, and opens the safe: no digit reaches the page of the desk. */
const otherOpen = async (): Promise<string> => {
  const there = theirs();
  const contact = await open(checkNewPin(await there.code()));
  await there.done().catch(() => undefined);
  return contact;
};

/** What the page asks of the person's safe while it is being opened. The card's secret stays on this side, but for the picture to print. */
export const handlers = {
  checkCode,
  open,
  cardPages,
  leaveSpare,
  otherShow,
  otherJoin,
  otherBegin,
  otherOpen,
  otherEnd,
};

export type PersonEngine = typeof handlers;
