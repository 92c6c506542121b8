import type { ConsentWords } from '../../i18n/phone/consent/words.js';
import { isSafeError } from '../../../core/errors.js';
import type { MeetTrouble } from '../../i18n/phone/consent/words.js';
import type { PhoneWords } from '../../i18n/phone/words.js';
import { sentenceOf } from '../troubles.js';

/** What every screen of this part gets besides the app. */
export interface Saying {
  readonly said: ConsentWords;
}

const MEETING: Readonly<Partial<Record<string, MeetTrouble>>> = {
  bad_contact: 'notCode',
  damaged: 'false',
  rolled_back: 'false',
  not_certified: 'notCertified',
  not_found: 'unknown',
};

/** Why nobody was met: nothing was shown to anybody. */
export const meetingFault = (words: PhoneWords, said: ConsentWords, error: unknown): string => {
  if (!isSafeError(error)) return sentenceOf(words, error);
  if (error.details['reason'] === 'words') return said.troubles.wrongWords;
  const trouble = MEETING[error.code];
  return trouble === undefined ? sentenceOf(words, error) : said.troubles[trouble];
};
