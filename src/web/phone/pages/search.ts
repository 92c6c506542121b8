import type { PhoneWords } from '../../i18n/phone/words.js';
import type { KindId } from '../../../core/kinds.js';
import type { PaperView } from '../engine/engine.js';
import { shelfOf } from '../shelf.js';

/** Letters that are typed one for the other in Arabic. */
const ALIKE: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
};

/** Text as it is compared: small letters without accents and vowel signs, other signs as spaces. */
export const plainText = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[أإآٱىئؤة]/g, (letter) => ALIKE[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}ـ]/gu, '')
    .replace(/œ/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

type Sought = Pick<PaperView, 'title' | 'kind' | 'note'>;
type Words = Pick<PhoneWords, 'kinds' | 'shelves'>;

/** What is said of a paper itself, in the person's language. */
const ownText = ({ kinds }: Words, { title, kind, note }: Sought): string =>
  ` ${plainText(`${title} ${kinds[kind as KindId] ?? ''} ${note ?? ''}`)}`;

/** The same with the name of its shelf. */
const allText = (words: Words, paper: Sought): string =>
  `${ownText(words, paper)} ${plainText(words.shelves[shelfOf(paper.kind)])}`;

/**
 * Papers of which every word that was typed begins a word of their title, kind or note; then those that only lie on a shelf
 * of that name.
 */
export const found = <P extends Sought>(words: Words, papers: readonly P[], typed: string): P[] => {
  const wanted = plainText(typed).split(' ');
  const has = (text: string): boolean => wanted.every((word) => text.includes(` ${word}`));
  const own = papers.filter((paper) => has(ownText(words, paper)));
  const others = papers.filter((paper) => !own.includes(paper) && has(allText(words, paper)));
  return [...own, ...others];
};
