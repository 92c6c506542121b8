import { type ErrorCode, isSafeError } from '../../core/errors.js';
import { noAnswer, SAFE_TROUBLES, troubleText } from '../i18n/troubles.js';
import type { DeskWords, Trouble } from '../i18n/desk/words.js';

const BY_CODE: Readonly<Partial<Record<ErrorCode, Trouble>>> = {
  ...SAFE_TROUBLES,
  unknown_lock: 'badCard',
  bad_contact: 'badContact',
  bad_seal: 'damaged',
  root_mismatch: 'damaged',
  grant_ended: 'over',
  grant_expired: 'over',
  grant_not_started: 'over',
  not_granted: 'over',
  not_member: 'out',
  not_certified: 'notCertified',
  deposits_closed: 'closed',
  deposits_full: 'full',
  asks_full: 'asksFull',
  bad_invitation: 'badInvitation',
  invitation_used: 'badInvitation',
  not_manager: 'notManager',
  conflict: 'changed',
};

const troubleOf = (error: unknown): Trouble => {
  if (!isSafeError(error)) return 'other';
  if (error.code === 'unavailable') return noAnswer();
  const { reason } = error.details;
  if (error.code === 'bad_card' && reason === 'holder') return 'personsCard';
  if (error.code === 'conflict' && reason === 'last_manager') return 'lastManager';
  return BY_CODE[error.code] ?? 'other';
};

/** What a worker is told: what happened, and what is left of tries or waiting. */
export const sentenceOf = (words: DeskWords, error: unknown): string =>
  troubleText(words, troubleOf(error), error);
