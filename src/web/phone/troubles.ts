import { type ErrorCode, isSafeError } from '../../core/errors.js';
import { noAnswer, SAFE_TROUBLES, troubleText } from '../i18n/troubles.js';
import type { PhoneWords, Trouble } from '../i18n/phone/words.js';

const BY_CODE: Readonly<Partial<Record<ErrorCode, Trouble>>> = {
  ...SAFE_TROUBLES,
  unknown_lock: 'unknownPhone',
  not_logged_in: 'unknownPhone',
  cannot_save: 'phoneFull',
  last_device: 'lastDevice',
};

const troubleOf = (error: unknown): Trouble => {
  if (!isSafeError(error)) return 'other';
  if (error.code === 'unavailable') return noAnswer();
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
  return troubleText(words, trouble, error);
};
