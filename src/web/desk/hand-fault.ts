import { isSafeError } from '../../core/errors.js';
import type { DeskWords } from '../i18n/desk/words.js';
import { sentenceOf } from './troubles.js';

/** Why two screens are not joined, or no longer. */
export const handFault = (words: DeskWords, error: unknown): string => {
  if (isSafeError(error, 'hand_taken')) return words.spare.taken;
  if (isSafeError(error, 'hand_ended') || isSafeError(error, 'bad_hand')) return words.spare.over;
  return sentenceOf(words, error);
};
