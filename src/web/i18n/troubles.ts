import { type ErrorCode, isSafeError } from '../../core/errors.js';

/** What a refusal means to whoever opened a safe, holder or worker. Each page adds what only it can meet. */
export const SAFE_TROUBLES = {
  rate_limited: 'busy',
  wrong_code: 'wrongCode',
  too_early: 'wait',
  lock_frozen: 'frozen',
  lock_blocked: 'blocked',
  bad_card: 'badCard',
  weak_code: 'weak',
  bad_code_format: 'weak',
  unsupported_type: 'notPaper',
  empty_file: 'cutFile',
  truncated_file: 'cutFile',
  broken_file: 'cutFile',
  file_unreadable: 'cutFile',
  file_too_large: 'tooLarge',
  too_many_pixels: 'tooLarge',
  too_large: 'tooLarge',
  quota_exceeded: 'safeFull',
  damaged: 'damaged',
  rolled_back: 'rolledBack',
  not_found: 'gone',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** Why nothing answers: this device has no line, or what is at its end is down. */
export const noAnswer = (): 'down' | 'offline' => (navigator.onLine ? 'down' : 'offline');

/** Those after which trying again may help. */
export const mayRetry = (trouble: string): boolean => ['offline', 'down', 'busy'].includes(trouble);

interface TroubleWords<Trouble extends string> {
  readonly troubles: Readonly<Record<Trouble, string>>;
  readonly triesLeft: (count: number) => string;
  readonly waitFor: (seconds: number) => string;
}

/** A trouble as a sentence, and after a wrong code what is left of tries or of waiting. */
export const troubleText = <Trouble extends string>(
  words: TroubleWords<Trouble>,
  trouble: Trouble,
  error: unknown,
): string => {
  const { triesLeft, retryAfterSeconds } = isSafeError(error) ? error.details : {};
  const said = [words.troubles[trouble]];
  if (trouble === 'wrongCode' && typeof triesLeft === 'number') said.push(words.triesLeft(triesLeft));
  if (trouble === 'wait' && typeof retryAfterSeconds === 'number')
    said.push(words.waitFor(retryAfterSeconds));
  return said.join(' ');
};
