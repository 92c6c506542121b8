import { sameBytes, toHex } from '../core/bytes.js';
import { lockLocator, newLockedSecret } from '../core/crypto/locked-secret.js';
import { checkNewPin } from '../core/crypto/pin.js';
import { sameSecret } from '../core/crypto/sodium.js';
import { SafeError } from '../core/errors.js';
import type { Unlocker } from '../core/protocol/unlockers.js';
import { blockDevice, labelOf } from './devices.js';
import { readPin, stretch } from './locks.js';
import type { AccountSession } from './session.js';
import { unlock, unlockWorker } from './unlock.js';
import { changeUnlockers, loadAccount, makeLock, type NewLock } from './unlockers.js';

/** Puts a new card in safety before anything else knows of it; if it fails, nothing has changed. */
export type KeepNewCard = (card: { readonly secret: Uint8Array }) => Promise<void>;

/** Compared here: a code that was typed wrongly would make a card that its holder can't use, and costs no try. */
const checkOwnPin = async ({ device, lock }: AccountSession, typed: string): Promise<string> => {
  const pin = readPin(typed);
  if (!sameSecret(await stretch(device, lock.secret, pin), lock.pin)) throw new SafeError('wrong_code');
  return pin;
};

const placeOf = ({ uid, account, identity }: AccountSession) => ({
  uid,
  key: account,
  generation: identity.gen,
});

const makeCard = (session: AccountSession, pin: string): Promise<NewLock> =>
  makeLock(session.device, 'card', { secret: newLockedSecret(), pin, label: '' }, placeOf(session));

const has = (entries: readonly Unlocker[], { entry }: NewLock): boolean =>
  entries.some(({ loc }) => sameBytes(loc, entry.loc));

/**
 * Makes a new card under the present code. Every card from before opens nothing any more, whoever has it; devices stay.
 *
 * @param typed the present code
 * @throws SafeError `bad_code_format`, `wrong_code`, `self_test_failed`, `unavailable`, and what `keep` throws
 */
export const renewCard = async (session: AccountSession, typed: string, keep: KeepNewCard): Promise<void> => {
  const card = await makeCard(session, await checkOwnPin(session, typed));
  await keep({ secret: card.lock.secret });
  await changeUnlockers(
    session,
    (entries) => (has(entries, card) ? null : [...entries.filter(({ type }) => type !== 'card'), card.entry]),
    [card.enrolment],
  );
};

/** The account as this device opens it from now on. */
const openAgain = (session: AccountSession, pin: string): Promise<AccountSession> =>
  (session.identity.role === 'worker' ? unlockWorker : unlock)(session.device, pin);

/**
 * Changes the code. A code is bound to each card and device, and may be changed because somebody saw it: so a new card is
 * made, and only it and this device open from then on. Other devices are opened again with the new card.
 *
 * This device's old lock goes last, by the new one, once the device remembers that: whatever breaks off before, the device
 * or the new card opens. The session ends with it: unlock again with the new code.
 *
 * @throws SafeError `bad_code_format`, `weak_code`, `wrong_code`, `self_test_failed`, `unavailable`, and what `keep` throws
 */
export const changeCode = async (
  session: AccountSession,
  typed: { readonly present: string; readonly next: string },
  keep: KeepNewCard,
): Promise<void> => {
  const next = checkNewPin(typed.next);
  await checkOwnPin(session, typed.present);
  const own = lockLocator(session.lock.type, session.lock.secret);
  const isOwn = ({ loc }: Unlocker): boolean => sameBytes(loc, own);
  const card = await makeCard(session, next);
  const present = (await loadAccount(session)).unlockers.list.list.find(isOwn);
  const label = present ? labelOf(session, present) : '';
  const secret = newLockedSecret();
  const device = await makeLock(session.device, 'device', { secret, pin: next, label }, placeOf(session));
  await keep({ secret: card.lock.secret });
  await changeUnlockers(
    session,
    (entries) => (has(entries, device) ? null : [...entries.filter(isOwn), card.entry, device.entry]),
    [card.enrolment, device.enrolment],
  );
  await session.pins.replaceDeviceSecret(secret);
  await blockDevice(await openAgain(session, next), toHex(own));
};
