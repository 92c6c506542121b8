import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { newLockedSecret } from '../../core/crypto/locked-secret.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { makeApi } from '../api.js';
import { checkKnown, firstPins, firstSafe } from '../login.js';
import { type OpenedAccount, openLock, openTyped, readPin } from '../locks.js';
import { makePins } from '../pins.js';
import type { Device, Remembered } from '../ports.js';
import { loadSafe } from '../safe.js';
import { accountPins, makeAccountSession, serverUrl, type Session, withSafe } from '../session.js';
import { unlock } from '../unlock.js';
import { changeUnlockers, makeLock, type NewLock } from '../unlockers.js';
import { wireId } from '../wire.js';

export interface Recovery {
  readonly server: string;
  /** S of the spare, as the relay gave it back. */
  readonly spareSecret: Uint8Array;
  /** Whose it is, as the relay said. */
  readonly uid: Uint8Array;
  readonly pin: string;
  readonly label: string;
}

/** What opens the account from then on: the only card, and this device. */
interface Fresh {
  readonly card: NewLock;
  readonly own: NewLock;
}

const openSpareLock = async (
  device: Device,
  { server, spareSecret, uid, pin }: Recovery,
): Promise<OpenedAccount> => {
  const spare = { type: 'spare' as const, secret: spareSecret, typed: pin };
  const { account } = await openTyped(device, makeApi(device, server), spare, 'holder');
  if (!sameBytes(account.uid, uid)) throw damaged();
  return account;
};

const makeFresh = async (
  device: Device,
  account: OpenedAccount,
  { pin, label }: Recovery,
): Promise<Fresh> => {
  const { uid, key, identity } = account;
  const place = { uid, key, generation: identity.gen };
  return {
    card: await makeLock(device, 'card', { secret: newLockedSecret(), pin, label: '' }, place),
    own: await makeLock(device, 'device', { secret: newLockedSecret(), pin, label }, place),
  };
};

/** Puts both in the place of all that there was: the phone and the card that were lost, and the spare itself. */
const replaceAll = (session: Session, { card, own }: Fresh): Promise<void> => {
  const entries = [card.entry, own.entry];
  return changeUnlockers(
    session,
    (listed) => (entries.every(({ loc }) => listed.some((one) => sameBytes(one.loc, loc))) ? null : entries),
    [card.enrolment, own.enrolment],
  );
};

const opens = (device: Device, server: string, { lock }: NewLock): Promise<boolean> =>
  openLock(makeApi(device, server), lock).then(
    () => true,
    () => false,
  );

/** Puts the new card in safety before anything changes: it is the only one that will open. */
export type KeepCard = (card: { readonly secret: Uint8Array }, session: Session) => Promise<void>;

/**
 * Opens the safe with a spare that a relay gave back, and the person's code. At once a new card and this device take the place
 * of every card and device that there was. The card is put in safety, and the device remembers, before anything is sent: an answer
 * may be lost.
 *
 * @throws SafeError `bad_code_format`, `wrong_code`, `too_early`, `lock_frozen` (details `triesLeft`, `retryAfterSeconds`),
 * `spare_closed` a quarter of an hour after the relay gave it, `lock_blocked` once it was used or taken back, `already_open` on a
 * device with another safe, `damaged` if the server or the relay cheats
 */
export const recoverWithSpare = async (
  device: Device,
  options: Recovery,
  keepCard: KeepCard,
): Promise<Session> => {
  const asked = { ...options, server: serverUrl(options.server), pin: readPin(options.pin) };
  const known = await device.memory.read();
  const account = await openSpareLock(device, asked);
  checkKnown(known, account);
  const safe = known?.safe ? wireId(known.safe) : await firstSafe(device, asked.server, account);
  if (!safe) throw damaged();
  const fresh = await makeFresh(device, account, asked);
  const remembered: Remembered = {
    server: asked.server,
    uid: toHex(account.uid),
    deviceSecret: toBase64Url(fresh.own.lock.secret),
    role: 'holder',
    safe: toHex(safe),
    pins: known?.pins ?? firstPins(account, safe),
  };
  const pins = makePins(device.memory, remembered, false);
  const opened = makeAccountSession(device, { server: asked.server, pins, lock: fresh.own.lock }, account);
  const session = withSafe(opened, safe);
  await pins.advance(accountPins(account));
  await loadSafe(session);
  await keepCard({ secret: fresh.card.lock.secret }, session);
  await pins.settle();
  try {
    await replaceAll(session, fresh);
  } catch (error) {
    await settleFailed(device, known, asked.server, fresh, error);
  }
  return unlock(device, asked.pin);
};

/** What it is not known of whether it was done is found out; where it was not, the device is as it was. */
const settleFailed = async (
  device: Device,
  known: Remembered | null,
  server: string,
  { own }: Fresh,
  error: unknown,
): Promise<void> => {
  // the way is cut: the device keeps what may open already
  if (!isSafeError(error) || isSafeError(error, 'unavailable')) throw error;
  if (isSafeError(error, 'lock_blocked') && (await opens(device, server, own))) return;
  await (known ? device.memory.write(known) : device.memory.forget());
  throw error;
};
