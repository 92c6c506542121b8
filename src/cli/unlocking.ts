import type { Memory, Device } from '../client/ports.js';
import type { Session } from '../client/session.js';
import { unlock } from '../client/unlock.js';
import { type ErrorCode, isSafeError, SafeError } from '../core/errors.js';
import { serverAddress } from './address.js';
import type { Screen } from './screen.js';
import type { Secrets } from './secrets.js';
import { speak } from './words/sentence.js';
import type { Words } from './words/words.js';

const TRIES = 3;

interface Desk {
  readonly secrets: Secrets;
  readonly words: Words;
  readonly screen: Screen;
}

const TYPED: ReadonlySet<ErrorCode> = new Set(['wrong_code', 'bad_code_format', 'weak_code', 'bad_card']);

const canBeTypedAgain = (error: unknown): error is SafeError =>
  isSafeError(error) && (TYPED.has(error.code) || error.details['reason'] === 'codes_differ');

/**
 * Lets a person who sits there type again what was wrong, three times in all; what comes from standard input has one
 * chance, since a script that tries on would freeze the safe.
 */
export const askAgain = async <T>(desk: Desk, attempt: () => Promise<T>): Promise<T> => {
  for (let turn = 1; ; turn++) {
    try {
      return await attempt();
    } catch (error) {
      if (turn === TRIES || !desk.secrets.interactive || !canBeTypedAgain(error)) throw error;
      desk.screen.remark(desk.screen.paint('warn', speak(desk.words.errors[error.code], error.details)));
    }
  }
};

/** Opens the safe that this machine remembers; asks nothing when there is none. */
export const unlockHere = async (
  desk: Desk,
  home: Memory,
  device: Device,
  insecure: boolean,
): Promise<Session> => {
  const known = await home.read();
  if (known === null) throw new SafeError('not_logged_in');
  serverAddress(known.server, insecure);
  return askAgain(desk, async () => unlock(device, await desk.secrets.hidden(`${desk.words.ask.code} `)));
};
