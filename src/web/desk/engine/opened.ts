import type { AccountSession } from '../../../client/session.js';
import { type Left, visitWorker } from '../../../client/visit.js';
import { SafeError } from '../../../core/errors.js';
import { device, server } from './device.js';

/** The worker who sits here: the secret of their card, which opens nothing without the code, and what they believed so far. */
interface Seat {
  readonly cardSecret: Uint8Array;
  readonly left: Left | undefined;
}

let seat: Seat | undefined;
let session: AccountSession | undefined;

/** The open account, in this worker's memory alone. */
export const opened = (): AccountSession => {
  if (!session) throw new SafeError('not_logged_in');
  return session;
};

/** What began before the account was shut keeps nothing that it brings afterwards. @throws SafeError `not_logged_in` */
export const stillOpened = (before: AccountSession): void => {
  if (session !== before) throw new SafeError('not_logged_in');
};

const visit = async ({ cardSecret, left }: Seat, pin: string): Promise<AccountSession> => {
  session = await visitWorker(device, { server, cardSecret, pin }, left);
  const { uid, identity, pins } = session;
  seat = { cardSecret, left: { uid, identity, pins } };
  return session;
};

/** Opens the account of a card. */
export const enter = (cardSecret: Uint8Array, pin: string): Promise<AccountSession> =>
  visit({ cardSecret, left: undefined }, pin);

/** All keys go; the card stays as if it lay on the table. */
export const lock = (): void => {
  session = undefined;
};

/** Back to where one was, with the code alone. */
export const comeBack = async (pin: string): Promise<void> => {
  if (!seat) throw new SafeError('not_logged_in');
  await visit(seat, pin);
};
