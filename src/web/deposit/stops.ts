import type { DropState } from '../../core/api/drops.js';
import { type ErrorCode, isSafeError } from '../../core/errors.js';
import type { Fault, Stop } from '../i18n/deposit/words.js';
import { noAnswer } from '../i18n/troubles.js';

const BY_CODE: Readonly<Partial<Record<ErrorCode, Stop>>> = {
  bad_drop: 'noLink',
  unauthorized: 'unknown',
  damaged: 'damaged',
  rate_limited: 'busy',
};

/** Which screen tells of an error. What is none of ours is a file that could not be loaded: the line or the service. */
export const stopOf = (error: unknown): Stop => {
  const known = isSafeError(error) ? BY_CODE[error.code] : undefined;
  return known ?? noAnswer();
};

export const stopOfState = (state: DropState): Stop | null => (state === 'open' ? null : state);

export const canRun = (): boolean =>
  typeof WebAssembly === 'object' &&
  typeof Worker === 'function' &&
  typeof Blob.prototype.slice === 'function';

const FAULTS: Readonly<Partial<Record<ErrorCode, Fault>>> = {
  empty_file: 'empty',
  truncated_file: 'cut',
  broken_file: 'broken',
  unsupported_type: 'noPaper',
  too_many_pixels: 'tooLarge',
  file_too_large: 'tooLarge',
  too_large: 'tooLarge',
  file_unreadable: 'unreadable',
  file_changed: 'unreadable',
  drop_full: 'tooMany',
  drop_ended: 'closed',
  unauthorized: 'closed',
  drop_expired: 'expired',
  deposits_full: 'waitingFull',
  quota_exceeded: 'noRoom',
  storage_full: 'noRoom',
  rate_limited: 'busy',
  unavailable: 'network',
  internal: 'network',
};

/** The sentence that tells of a refusal of one file. */
export const faultOf = (code: ErrorCode): Fault => FAULTS[code] ?? 'damaged';

/** Those after which the same file may go through. */
export const mayGoThrough = (fault: Fault | null): boolean => fault === 'network' || fault === 'busy';
