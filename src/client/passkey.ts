import { sameBytes, toHex } from '../core/bytes.js';
import { enrolLock } from '../core/crypto/locked-secret.js';
import { passkeySecret } from '../core/crypto/passkey.js';
import { noPin } from '../core/crypto/pin.js';
import { sameSecret } from '../core/crypto/sodium.js';
import { damaged, SafeError } from '../core/errors.js';
import type { Lock } from './locks.js';
import type { AccountSession } from './session.js';
import { changeUnlockers, entryOf } from './unlockers.js';

/** The lock that a passkey opens: of type device, without a code, since the passkey itself asks who it is. */
export const passkeyLock = (prf: Uint8Array): Lock => {
  const secret = passkeySecret(prf);
  return { type: 'device', secret, pin: noPin(secret) };
};

/**
 * Makes a passkey an unlocker. `first` and `second` are two answers of it, 32 bytes each, from two touches: before anything is
 * sent, the key that was wrapped under one is opened with the other. Gives its locator in hexadecimal.
 *
 * @throws SafeError `damaged` if the answers differ, `conflict` if it opens the account already, `too_many_devices`
 */
export const addPasskey = async (
  session: AccountSession,
  {
    first,
    second,
    label,
  }: { readonly first: Uint8Array; readonly second: Uint8Array; readonly label: string },
): Promise<string> => {
  const [lock, again] = [passkeyLock(first), passkeyLock(second)];
  if (!sameSecret(lock.secret, again.secret)) throw damaged();
  const { uid, identity, account: key } = session;
  const answers = [lock.pin, again.pin];
  const pin = async () => answers.shift() ?? noPin(again.secret);
  const enrolment = await enrolLock('device', lock.secret, pin, { uid, generation: identity.gen, key });
  const entry = entryOf(session, enrolment, label);
  let isSent = false;
  await changeUnlockers(
    session,
    (entries) => {
      const isThere = entries.some(({ loc }) => sameBytes(loc, entry.loc));
      // an answer that was lost is no conflict
      if (isThere && !isSent) throw new SafeError('conflict');
      isSent = true;
      return isThere ? null : [...entries, entry];
    },
    [enrolment],
  );
  return toHex(entry.loc);
};
