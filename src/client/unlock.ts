import { SafeError } from '../core/errors.js';
import { makeApi } from './api.js';
import { openLock, readPin, stretch } from './locks.js';
import { makePins } from './pins.js';
import type { Device, Remembered } from './ports.js';
import { accountPins, checkAccountPins, makeSession, type Session } from './session.js';
import { wireBytes, wireId } from './wire.js';

const openRemembered = async (
  device: Device,
  known: Remembered,
  pin: string,
  settled: boolean,
): Promise<Session> => {
  const { server } = known;
  const secret = wireBytes(known.deviceSecret);
  const lock = { type: 'device' as const, secret, pin: await stretch(device, secret, pin) };
  const account = await openLock(makeApi(device, server), lock);
  checkAccountPins(account, known.pins);
  const pins = makePins(device.memory, known, settled);
  await pins.advance(accountPins(account));
  return makeSession(device, { server, safe: wireId(known.safe), pins, lock }, account);
};

/**
 * Opens the safe that this device remembers.
 *
 * @throws SafeError `not_logged_in`, `bad_code_format`, `wrong_code`, `too_early`, `lock_frozen` (details `triesLeft`,
 * `retryAfterSeconds`), `lock_blocked`, `damaged` or `rolled_back` if the server cheats
 */
export const unlock = async (device: Device, pin: string): Promise<Session> => {
  const digits = readPin(pin);
  const known = await device.memory.read();
  if (!known) throw new SafeError('not_logged_in');
  return openRemembered(device, known, digits, true);
};

/** The same for a safe that was just made and is not remembered yet. */
export const openNew = (device: Device, made: Remembered, pin: string): Promise<Session> =>
  openRemembered(device, made, pin, false);
