import { random } from '../core/crypto/sodium.js';
import { isSafeError } from '../core/errors.js';
import type { Clock } from './ports.js';

const FIRST_WAIT = 250;
const ATTEMPTS = 4;

/** Between half of `ms` and all of it, so that devices which collided once don't collide again. */
export const jitter = (ms: number): number => Math.round(ms * (0.5 + (random(1)[0] ?? 0) / 510));

/** Runs `attempt` again while the service can't be reached: 4 times in all, waiting up to 0.25, 0.5 and 1 second. */
export const retrying = async <T>(clock: Clock, attempt: (count: number) => Promise<T>): Promise<T> => {
  for (let count = 1; ; count++) {
    try {
      return await attempt(count);
    } catch (error) {
      if (count === ATTEMPTS || !isSafeError(error, 'unavailable')) throw error;
      await clock.wait(jitter(FIRST_WAIT * 2 ** (count - 1)));
    }
  }
};
