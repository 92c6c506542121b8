import { type ErrorCode, isSafeError } from '../../core/errors.js';
import type { PhoneWords, Trouble } from '../i18n/phone/words.js';

const BY_CODE: Readonly<Partial<Record<ErrorCode, Trouble>>> = {
  rate_limited: 'busy',
  wrong_code: 'wrongCode',
  too_early: 'wait',
  lock_frozen: 'frozen',
  lock_blocked: 'blocked',
  unknown_lock: 'unknownPhone',
  not_logged_in: 'unknownPhone',
  bad_card: 'badCard',
  weak_code: 'weak',
  bad_code_format: 'weak',
  unsupported_type: 'notPaper',
  empty_file: 'cutFile',
  truncated_file: 'cutFile',
  broken_file: 'cutFile',
  file_too_large: 'tooLarge',
  too_many_pixels: 'tooLarge',
  too_large: 'tooLarge',
  cannot_save: 'phoneFull',
  quota_exceeded: 'safeFull',
  damaged: 'damaged',
  rolled_back: 'rolledBack',
  not_found: 'gone',
  last_device: 'lastDevice',
};

const troubleOf = (error: unknown): Trouble => {
  if (!isSafeError(error)) return 'other';
  if (error.code === 'unavailable') return navigator.onLine ? 'down' : 'offline';
  return BY_CODE[error.code] ?? 'other';
};

/** The same of the card in hand, not of this phone. */
const OF_CARD: Readonly<Partial<Record<Trouble, Trouble>>> = {
  frozen: 'cardFrozen',
  blocked: 'cardBlocked',
  unknownPhone: 'badCard',
};

/** What the person is told: what happened, and what is left of tries or waiting. */
export const sentenceOf = (words: PhoneWords, error: unknown, what: 'phone' | 'card' = 'phone'): string => {
  const found = troubleOf(error);
  const trouble = what === 'card' ? (OF_CARD[found] ?? found) : found;
  const { triesLeft, retryAfterSeconds } = isSafeError(error) ? error.details : {};
  const said = [words.troubles[trouble]];
  if (trouble === 'wrongCode' && typeof triesLeft === 'number') said.push(words.triesLeft(triesLeft));
  if (trouble === 'wait' && typeof retryAfterSeconds === 'number')
    said.push(words.waitFor(retryAfterSeconds));
  return said.join(' ');
};
