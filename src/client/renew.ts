import { sameBytes } from '../core/bytes.js';
import { newLockedSecret } from '../core/crypto/locked-secret.js';
import { sameSecret } from '../core/crypto/sodium.js';
import { SafeError } from '../core/errors.js';
import type { Unlocker } from '../core/protocol/unlockers.js';
import { readPin, stretch } from './locks.js';
import type { AccountSession } from './session.js';
import { changeUnlockers, makeLock, type NewLock } from './unlockers.js';

/** Puts a new card in safety before anything else knows of it; if it fails, nothing has changed. */
export type KeepNewCard = (card: { readonly secret: Uint8Array }) => Promise<void>;

/** Compared here: a code that was typed wrongly would make a card that its holder can't use, and costs no try. */
export const checkOwnPin = async ({ device, lock }: AccountSession, typed: string): Promise<string> => {
  const pin = readPin(typed);
  if (!sameSecret(await stretch(device, lock, pin), lock.pin)) throw new SafeError('wrong_code');
  return pin;
};

/** Whose account a new lock opens. */
export const placeOf = ({ uid, account, identity }: AccountSession) => ({
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
