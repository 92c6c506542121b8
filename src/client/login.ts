import { sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import { listSafes } from '../core/api/safes.js';
import { lockLocator, newLockedSecret } from '../core/crypto/locked-secret.js';
import { damaged, SafeError } from '../core/errors.js';
import { logStart } from '../core/protocol/log.js';
import { makeApi } from './api.js';
import { type AccountRole, type OpenedAccount, openTyped, readPin } from './locks.js';
import { NO_SAFE } from './account.js';
import { makePins, toPin } from './pins.js';
import type { Device, Pins, Remembered } from './ports.js';
import { loadSafe } from './safe.js';
import {
  accountPins,
  type AccountSession,
  checkAccountPins,
  makeAccountSession,
  serverUrl,
  type Session,
  withSafe,
} from './session.js';
import { changeUnlockers, makeLock, type NewLock } from './unlockers.js';
import { wireBytes, wireId } from './wire.js';

/** The one safe of a holder; none of a worker. */
export const firstSafe = async (
  device: Device,
  server: string,
  { token, role }: OpenedAccount,
): Promise<Uint8Array | null> => {
  if (role === 'worker') return null;
  const only = { text: token };
  const tokens = { current: () => only, renew: async () => {} };
  const { safes } = await makeApi(device, server, tokens).call(listSafes, {});
  if (!safes[0]) throw new SafeError('not_found');
  return wireId(safes[0].id);
};

/** What this device knew of the account before still holds; `already_open` if it knows another one. */
export const checkKnown = (known: Remembered | null, account: OpenedAccount): void => {
  if (!known) return;
  if (known.uid !== toHex(account.uid)) throw new SafeError('already_open');
  checkAccountPins(account, known.pins);
};

/** What a device knows on the first day: the account as its card opened it, no head, the start of the log. */
export const firstPins = (account: OpenedAccount, safe: Uint8Array | null): Pins => ({
  ...accountPins(account),
  head: null,
  log: toPin(logStart(safe ?? NO_SAFE)),
});

/** Puts this device on the list, in place of the lock that it had before. */
const enrol = (session: AccountSession, made: NewLock, known: Remembered | null): Promise<void> => {
  const old = known && lockLocator('device', wireBytes(known.deviceSecret));
  return changeUnlockers(
    session,
    (entries) => {
      if (entries.some(({ loc }) => sameBytes(loc, made.entry.loc))) return null;
      return [...entries.filter(({ loc }) => !old || !sameBytes(loc, old)), made.entry];
    },
    [made.enrolment],
  );
};

interface Entry {
  readonly server: string;
  readonly cardSecret: Uint8Array;
  readonly pin: string;
  readonly label: string;
}

/**
 * Opens an account on this device with card and code, and makes a lock for the device under the same code. The device
 * remembers the account only once the server has acknowledged that lock; whatever breaks before, logging in again works.
 * Where the same account was open before, what the device knew of it still holds. With `role`, the card of somebody of the
 * other role is refused with `bad_card` (detail `reason`: the card's role); without, the session's `identity.role` tells.
 *
 * @throws SafeError `wrong_code`, `too_early`, `lock_frozen` (details `triesLeft`, `retryAfterSeconds`), `lock_blocked`,
 * `already_open` for another account, `damaged` or `rolled_back` if the server cheats
 */
export const loginAccount = async (
  device: Device,
  options: Entry,
  role?: AccountRole,
): Promise<{ readonly session: AccountSession; readonly safe: Uint8Array | null }> => {
  const server = serverUrl(options.server);
  const pin = readPin(options.pin);
  const known = await device.memory.read();
  const card = { type: 'card' as const, secret: options.cardSecret, typed: pin };
  const { account } = await openTyped(device, makeApi(device, server), card, role);
  checkKnown(known, account);
  const safe = known?.safe ? wireId(known.safe) : await firstSafe(device, server, account);
  const secret = newLockedSecret();
  const { uid, key, identity } = account;
  const place = { uid, key, generation: identity.gen };
  const made = await makeLock(device, 'device', { secret, pin, label: options.label }, place);
  const remembered: Remembered = {
    server,
    uid: toHex(uid),
    deviceSecret: toBase64Url(secret),
    role: account.role,
    safe: safe && toHex(safe),
    pins: known?.pins ?? firstPins(account, safe),
  };
  const pins = makePins(device.memory, remembered, false);
  const session = makeAccountSession(device, { server, pins, lock: made.lock }, account);
  await pins.advance(accountPins(account));
  if (safe) await loadSafe(withSafe(session, safe));
  await enrol(session, made, known);
  await pins.settle();
  return { session, safe };
};

/** Opens a safe on this device with the card of its holder: see {@link loginAccount}. */
export const login = async (device: Device, options: Entry): Promise<Session> => {
  const { session, safe } = await loginAccount(device, options, 'holder');
  if (!safe) throw damaged();
  return withSafe(session, safe);
};

/** The same with the card of somebody who works in a relay. */
export const loginWorker = async (device: Device, options: Entry): Promise<AccountSession> =>
  (await loginAccount(device, options, 'worker')).session;
