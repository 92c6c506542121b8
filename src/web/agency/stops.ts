import { type ErrorCode, isSafeError } from '../../core/errors.js';
import type { LinkState } from '../../core/api/links.js';
import type { Stop } from '../i18n/agency/words.js';
import { noAnswer } from '../i18n/troubles.js';

const BY_CODE: Readonly<Partial<Record<ErrorCode, Stop>>> = {
  bad_link: 'noLink',
  unauthorized: 'unknown',
  link_ended: 'ended',
  link_expired: 'expired',
  link_used_up: 'usedUp',
  link_frozen: 'frozen',
  damaged: 'damaged',
  self_test_failed: 'damaged',
  rate_limited: 'busy',
};

const BY_STATE: Readonly<Record<Exclude<LinkState, 'open'>, Stop>> = {
  ended: 'ended',
  expired: 'expired',
  used_up: 'usedUp',
  frozen: 'frozen',
};

/** Which screen tells of an error. What is none of ours is a file that could not be loaded: the line or the service. */
export const stopOf = (error: unknown): Stop => {
  const known = isSafeError(error) ? BY_CODE[error.code] : undefined;
  return known ?? noAnswer();
};

export const stopOfState = (state: LinkState): Stop | null => (state === 'open' ? null : BY_STATE[state]);

export const canRun = (): boolean => typeof WebAssembly === 'object';
