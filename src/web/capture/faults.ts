import { isSafeError } from '../../core/errors.js';
import { CAPTURE_FAULTS, type CaptureWords } from '../i18n/capture/words.js';

/** What is said to the person when a photo could not be opened or become a page. */
export const captureFault = (words: CaptureWords, error: unknown): string => {
  const code = isSafeError(error) ? CAPTURE_FAULTS.find((one) => one === error.code) : undefined;
  return code ? words.faults[code] : words.fault;
};
