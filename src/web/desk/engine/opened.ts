import type { AccountSession } from '../../../client/session.js';
import { type Key, type Left, visitWorker } from '../../../client/visit.js';
import { SafeError } from '../../../core/errors.js';
import { device, server } from './device.js';

/**
 * The worker who sits here: the secret of their card, which opens nothing without the code and is null where they came by their
 * passkey; and what they believed so far.
 */
interface Seat {
  readonly cardSecret: Uint8Array | null;
  readonly left: Left;
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

/** What does not open leaves everything as it was: no account, and the same one may come back. */
const visit = async (key: Key, before: Seat | undefined): Promise<AccountSession> => {
  const found = await visitWorker(device, { server, key }, before?.left);
  const { uid, identity, pins } = found;
  const cardSecret = 'passkey' in key ? (before?.cardSecret ?? null) : key.cardSecret;
  seat = { cardSecret, left: { uid, identity, pins } };
  session = found;
  return found;
};

/** Opens the account of a card or a passkey. */
export const enter = (key: Key): Promise<AccountSession> => visit(key, undefined);

/** All keys go; the card stays as if it lay on the table. */
export const lock = (): void => {
  session = undefined;
};

const lastSeat = (): Seat => {
  if (!seat) throw new SafeError('not_logged_in');
  return seat;
};

/** Back to where one was, by card or passkey. @throws SafeError `already_open` for somebody else's */
export const returnBy = async (key: Key): Promise<void> => {
  await visit(key, lastSeat());
};

/** The same with the code alone, where the card was read before. */
export const comeBack = async (pin: string): Promise<void> => {
  const { cardSecret } = lastSeat();
  if (!cardSecret) throw new SafeError('not_logged_in');
  await returnBy({ cardSecret, pin });
};
