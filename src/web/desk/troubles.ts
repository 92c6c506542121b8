import { type ErrorCode, isSafeError } from '../../core/errors.js';
import type { DeskWords, Trouble } from '../i18n/desk/words.js';

const BY_CODE: Readonly<Partial<Record<ErrorCode, Trouble>>> = {
  rate_limited: 'busy',
  wrong_code: 'wrongCode',
  too_early: 'wait',
  lock_frozen: 'frozen',
  lock_blocked: 'blocked',
  unknown_lock: 'badCard',
  bad_card: 'badCard',
  bad_contact: 'badContact',
  weak_code: 'weak',
  bad_code_format: 'weak',
  damaged: 'damaged',
  bad_seal: 'damaged',
  root_mismatch: 'damaged',
  rolled_back: 'rolledBack',
  grant_ended: 'over',
  grant_expired: 'over',
  grant_not_started: 'over',
  not_granted: 'over',
  not_found: 'gone',
  not_member: 'out',
  not_certified: 'notCertified',
  deposits_closed: 'closed',
  deposits_full: 'full',
  asks_full: 'asksFull',
  quota_exceeded: 'safeFull',
  unsupported_type: 'notPaper',
  empty_file: 'cutFile',
  truncated_file: 'cutFile',
  broken_file: 'cutFile',
  file_unreadable: 'cutFile',
  file_too_large: 'tooLarge',
  too_many_pixels: 'tooLarge',
  too_large: 'tooLarge',
  bad_invitation: 'badInvitation',
  invitation_used: 'badInvitation',
  not_manager: 'notManager',
  conflict: 'changed',
};

const troubleOf = (error: unknown): Trouble => {
  if (!isSafeError(error)) return 'other';
  if (error.code === 'unavailable') return navigator.onLine ? 'down' : 'offline';
  const { reason } = error.details;
  if (error.code === 'bad_card' && reason === 'holder') return 'personsCard';
  if (error.code === 'conflict' && reason === 'last_manager') return 'lastManager';
  return BY_CODE[error.code] ?? 'other';
};

/** What a worker is told: what happened, and what is left of tries or waiting. */
export const sentenceOf = (words: DeskWords, error: unknown): string => {
  const trouble = troubleOf(error);
  const { triesLeft, retryAfterSeconds } = isSafeError(error) ? error.details : {};
  const said = [words.troubles[trouble]];
  if (trouble === 'wrongCode' && typeof triesLeft === 'number') said.push(words.triesLeft(triesLeft));
  if (trouble === 'wait' && typeof retryAfterSeconds === 'number')
    said.push(words.waitFor(retryAfterSeconds));
  return said.join(' ');
};
