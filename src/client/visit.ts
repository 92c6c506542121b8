import { sameBytes, toHex } from '../core/bytes.js';
import { damaged, SafeError } from '../core/errors.js';
import { logStart } from '../core/protocol/log.js';
import { fingerprint } from '../core/protocol/identity.js';
import { NO_SAFE } from './account.js';
import { makeApi } from './api.js';
import { type Lock, type OpenedAccount, openLock, openTyped, readPin } from './locks.js';
import { passkeyLock } from './passkey.js';
import { makePins, passUnlockers, type PinKeeper, toPin } from './pins.js';
import type { Device } from './ports.js';
import { accountPins, type AccountSession, makeAccountSession, serverUrl } from './session.js';

/** What is known at the beginning of a visit: the account as its card opened it, and nobody else. */
const firstPins = (device: Device, server: string, account: OpenedAccount): PinKeeper =>
  makePins(
    device.memory,
    {
      server,
      uid: toHex(account.uid),
      deviceSecret: '',
      role: account.role,
      safe: null,
      pins: { ...accountPins(account), head: null, log: toPin(logStart(NO_SAFE)) },
    },
    false,
  );

/** What stays of a session that was shut: whose it is, and what was believed. No key. */
export type Left = Pick<AccountSession, 'uid' | 'identity' | 'pins'>;

/** Comes back to the same visit: the same account, and no older list of what opens it. */
const pinsBefore = async (before: Left, account: OpenedAccount): Promise<PinKeeper> => {
  if (!sameBytes(before.uid, account.uid)) throw new SafeError('already_open');
  const { gen } = account.identity;
  const changed = !sameBytes(fingerprint(before.identity), fingerprint(account.identity));
  if (gen < before.identity.gen || (gen === before.identity.gen && changed)) throw damaged();
  await before.pins.advance(passUnlockers(before.pins.unlockers(), account.unlockers));
  return before.pins;
};

/** What a worker has with them: their card and its code, or the answer of their passkey, 32 bytes. */
export type Key =
  | { readonly cardSecret: Uint8Array; readonly pin: string }
  | { readonly passkey: Uint8Array };

const openWith = async (
  device: Device,
  server: string,
  key: Key,
): Promise<{ readonly lock: Lock; readonly account: OpenedAccount }> => {
  const api = makeApi(device, server);
  if ('passkey' in key) {
    const lock = passkeyLock(key.passkey);
    return { lock, account: await openLock(api, lock, 'worker') };
  }
  const card = { type: 'card' as const, secret: key.cardSecret, typed: readPin(key.pin) };
  return openTyped(device, api, card, 'worker');
};

/**
 * Opens a holder's account by its card on a machine that keeps nothing, for one thing that is done at once. The same errors as
 * {@link visitWorker}, `bad_card` for the card of a worker.
 */
export const visitHolder = async (
  device: Device,
  options: { readonly server: string; readonly cardSecret: Uint8Array; readonly pin: string },
): Promise<AccountSession> => {
  const server = serverUrl(options.server);
  const card = { type: 'card' as const, secret: options.cardSecret, typed: readPin(options.pin) };
  const { lock, account } = await openTyped(device, makeApi(device, server), card, 'holder');
  return makeAccountSession(device, { server, pins: firstPins(device, server, account), lock }, account);
};

/**
 * Opens a worker's account by its card or passkey on a machine that keeps nothing: no lock is made for it, nothing is written. What was
 * believed in a session `before` still is, so that a machine which locked itself goes on where it was.
 *
 * @throws SafeError `bad_card` for the card of a person, `wrong_code`, `too_early`, `lock_frozen` (details `triesLeft`,
 * `retryAfterSeconds`), `unknown_lock`, `lock_blocked`, `already_open` for another account than before, `damaged` or `rolled_back`
 */
export const visitWorker = async (
  device: Device,
  options: { readonly server: string; readonly key: Key },
  before?: Left,
): Promise<AccountSession> => {
  const server = serverUrl(options.server);
  const { lock, account } = await openWith(device, server, options.key);
  const pins = before ? await pinsBefore(before, account) : firstPins(device, server, account);
  return makeAccountSession(device, { server, pins, lock }, account);
};
