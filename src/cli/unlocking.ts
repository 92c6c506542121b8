import type { Memory, Device } from '../client/ports.js';
import type { AccountSession, Session } from '../client/session.js';
import { unlock, unlockWorker } from '../client/unlock.js';
import { type ErrorCode, isSafeError, SafeError } from '../core/errors.js';
import { serverAddress } from './address.js';
import type { Screen } from './screen.js';
import type { Secrets } from './secrets.js';
import { usage } from './usage.js';
import { speak } from './words/sentence.js';
import type { Words } from './words/words.js';

const TRIES = 3;

interface Desk {
  readonly secrets: Secrets;
  readonly words: Words;
  readonly screen: Screen;
}

const TYPED: ReadonlySet<ErrorCode> = new Set([
  'wrong_code',
  'bad_code_format',
  'weak_code',
  'bad_card',
  'bad_invitation',
]);

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

interface Door {
  readonly desk: Desk;
  readonly home: Memory;
  readonly device: Device;
  readonly insecure: boolean;
}

/** Asks for the code of the account that this machine remembers; asks nothing when there is none, or another one. */
const unlockAs = async <S>(
  { desk, home, insecure }: Door,
  role: 'holder' | 'worker',
  open: (pin: string) => Promise<S>,
): Promise<S> => {
  const known = await home.read();
  if (known === null) throw new SafeError('not_logged_in');
  if ((known.role ?? 'holder') !== role) throw usage(role === 'holder' ? 'worker_here' : 'holder_here');
  serverAddress(known.server, insecure);
  return askAgain(desk, async () => open(await desk.secrets.hidden(`${desk.words.ask.code} `)));
};

interface Typed {
  readonly session: AccountSession;
  /** The code, as it was typed. */
  readonly pin: string;
}

/** Opens whatever account this machine remembers, of a person or a worker, and tells the code: for who makes a card under it. */
export const unlockTypedHere = async (door: Door): Promise<Typed> => {
  const role = (await door.home.read())?.role ?? 'holder';
  const open = role === 'holder' ? unlock : unlockWorker;
  return unlockAs(door, role, async (pin) => ({ session: await open(door.device, pin), pin }));
};

/** Opens the safe that this machine remembers. */
export const unlockHere = (door: Door): Promise<Session> =>
  unlockAs(door, 'holder', (pin) => unlock(door.device, pin));

/** Opens the worker's account that this machine remembers. */
export const unlockWorkerHere = (door: Door): Promise<AccountSession> =>
  unlockAs(door, 'worker', (pin) => unlockWorker(door.device, pin));
