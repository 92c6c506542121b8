import { sameBytes, toHex } from '../core/bytes.js';
import { damaged, SafeError } from '../core/errors.js';
import { logStart } from '../core/protocol/log.js';
import { fingerprint } from '../core/protocol/identity.js';
import { NO_SAFE } from './account.js';
import { makeApi } from './api.js';
import { type OpenedAccount, openLock, readPin, stretch } from './locks.js';
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

/**
 * Opens a holder's account by its card on a machine that keeps nothing, for one thing that is done at once. The same errors as
 * {@link visitWorker}, `bad_card` for the card of a worker.
 */
export const visitHolder = async (
  device: Device,
  options: { readonly server: string; readonly cardSecret: Uint8Array; readonly pin: string },
): Promise<AccountSession> => {
  const server = serverUrl(options.server);
  const secret = options.cardSecret;
  const lock = { type: 'card' as const, secret, pin: await stretch(device, secret, readPin(options.pin)) };
  const account = await openLock(makeApi(device, server), lock, 'holder');
  return makeAccountSession(device, { server, pins: firstPins(device, server, account), lock }, account);
};

/**
 * Opens a worker's account by its card on a machine that keeps nothing: no lock is made for it, nothing is written. What was
 * believed in a session `before` still is, so that a machine which locked itself goes on where it was.
 *
 * @throws SafeError `bad_card` for the card of a person, `wrong_code`, `too_early`, `lock_frozen` (details `triesLeft`,
 * `retryAfterSeconds`), `lock_blocked`, `already_open` for another account than before, `damaged` or `rolled_back`
 */
export const visitWorker = async (
  device: Device,
  options: { readonly server: string; readonly cardSecret: Uint8Array; readonly pin: string },
  before?: Left,
): Promise<AccountSession> => {
  const server = serverUrl(options.server);
  const secret = options.cardSecret;
  const lock = { type: 'card' as const, secret, pin: await stretch(device, secret, readPin(options.pin)) };
  const account = await openLock(makeApi(device, server), lock, 'worker');
  const pins = before ? await pinsBefore(before, account) : firstPins(device, server, account);
  return makeAccountSession(device, { server, pins, lock }, account);
};
