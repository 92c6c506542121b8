import { SafeError } from '../core/errors.js';
import { makeApi } from './api.js';
import { openTyped, readPin } from './locks.js';
import { makePins } from './pins.js';
import type { Device, Remembered } from './ports.js';
import {
  type AccountSession,
  accountPins,
  checkAccountPins,
  makeAccountSession,
  type Session,
  withSafe,
} from './session.js';
import { wireBytes, wireId } from './wire.js';

const openRemembered = async (
  device: Device,
  known: Remembered,
  pin: string,
  settled: boolean,
): Promise<AccountSession> => {
  const { server } = known;
  const secret = wireBytes(known.deviceSecret);
  const { lock, account } = await openTyped(
    device,
    makeApi(device, server),
    { type: 'device', secret, typed: pin },
    known.role ?? 'holder',
  );
  checkAccountPins(account, known.pins);
  const pins = makePins(device.memory, known, settled);
  await pins.advance(accountPins(account));
  return makeAccountSession(device, { server, pins, lock }, account);
};

const remembered = async (device: Device): Promise<Remembered> => {
  const known = await device.memory.read();
  if (!known) throw new SafeError('not_logged_in');
  return known;
};

/** The safe of what is remembered; a worker has none. */
const safeOf = ({ safe }: Remembered): Uint8Array => {
  if (safe === null) throw new SafeError('not_logged_in', { details: { reason: 'worker' } });
  return wireId(safe);
};

/**
 * Opens the safe that this device remembers.
 *
 * @throws SafeError `not_logged_in`, `bad_code_format`, `wrong_code`, `too_early`, `lock_frozen` (details `triesLeft`,
 * `retryAfterSeconds`), `lock_blocked`, `damaged` or `rolled_back` if the server cheats
 */
export const unlock = async (device: Device, pin: string): Promise<Session> => {
  const digits = readPin(pin);
  const known = await remembered(device);
  const safe = safeOf(known);
  return withSafe(await openRemembered(device, known, digits, true), safe);
};

/** Opens the worker's account that this device remembers; the same errors, `not_logged_in` where it is a holder's. */
export const unlockWorker = async (device: Device, pin: string): Promise<AccountSession> => {
  const digits = readPin(pin);
  const known = await remembered(device);
  if (known.role !== 'worker') throw new SafeError('not_logged_in', { details: { reason: 'holder' } });
  return openRemembered(device, known, digits, true);
};

/** The same for a safe that was just made and is not remembered yet. */
export const openNew = async (device: Device, made: Remembered, pin: string): Promise<Session> =>
  withSafe(await openRemembered(device, made, pin, false), safeOf(made));

/** The same for a worker's account. */
export const openNewWorker = (device: Device, made: Remembered, pin: string): Promise<AccountSession> =>
  openRemembered(device, made, pin, false);
