import { sameBytes, toBase64Url } from '../core/bytes.js';
import { newLockedSecret } from '../core/crypto/locked-secret.js';
import { checkNewPin } from '../core/crypto/pin.js';
import { isSafeError, SafeError } from '../core/errors.js';
import { makeApi } from './api.js';
import { openLock } from './locks.js';
import { alone } from './pins.js';
import type { AccountSession } from './session.js';
import { changeUnlockers, makeLock, type NewLock } from './unlockers.js';

/** What opens the account under the new code; nothing else does from the moment that the server took it. */
export interface Renewed {
  readonly cardSecret: Uint8Array;
  readonly deviceSecret: Uint8Array;
}

const opens = ({ device, server, identity }: AccountSession, { lock }: NewLock): Promise<boolean> =>
  openLock(makeApi(device, server), lock).then(
    ({ uid }) => sameBytes(uid, identity.uid),
    () => false,
  );

/**
 * Another code: a new card and this device, in place of every card and device that there was, since all of them are bound to
 * the old code. `keepFirst` must put both secrets in safety before anything is sent: an answer may be lost, and then they are
 * what opens the account. Afterwards the session is over; the device remembers its new secret.
 *
 * @throws SafeError `weak_code`, `bad_code_format`; `unavailable` where it is not known whether it was done
 */
export const changeCode = async (
  session: AccountSession,
  options: { readonly pin: string; readonly label: string },
  keepFirst: (made: Renewed) => Promise<void>,
): Promise<Renewed> => {
  const pin = checkNewPin(options.pin);
  const { device, uid, account: key, identity } = session;
  const account = { uid, key, generation: identity.gen };
  const made = { cardSecret: newLockedSecret(), deviceSecret: newLockedSecret() };
  const locks = [
    await makeLock(device, 'card', { secret: made.cardSecret, pin, label: '' }, account),
    await makeLock(device, 'device', { secret: made.deviceSecret, pin, label: options.label }, account),
  ];
  await keepFirst(made);
  const entries = locks.map(({ entry }) => entry);
  const isDone = (listed: readonly { readonly loc: Uint8Array }[]): boolean =>
    entries.every(({ loc }) => listed.some((one) => sameBytes(one.loc, loc)));
  const next = locks.at(-1) as NewLock;
  await changeUnlockers(
    session,
    (listed) => (isDone(listed) ? null : entries),
    locks.map(({ enrolment }) => enrolment),
  ).catch(async (error: unknown) => {
    // an answer was lost, and our own old lock is off the list: done, if the new one opens
    if (!isSafeError(error, 'lock_blocked') || !(await opens(session, next))) throw error;
  });
  await useSecret(session, made.deviceSecret);
  return made;
};

/** From now on this device opens the account with that secret. */
export const useSecret = async (
  { device }: Pick<AccountSession, 'device'>,
  secret: Uint8Array,
): Promise<void> =>
  alone(device.memory, async () => {
    const known = await device.memory.read();
    if (!known) throw new SafeError('not_logged_in');
    await device.memory.write({ ...known, deviceSecret: toBase64Url(secret) });
  });

/**
 * Makes sure that a change of the code that broke off never takes effect later: the list of cards and devices is signed anew
 * as it is, and what was signed before it is refused from then on.
 */
export const giveUpChange = (session: AccountSession): Promise<void> =>
  changeUnlockers(session, (entries) => entries);
