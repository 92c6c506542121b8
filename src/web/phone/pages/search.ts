import type { PhoneWords } from '../../i18n/phone/words.js';
import { kindOf } from '../../../core/kinds.js';
import type { PaperView } from '../engine/engine.js';

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

/** All that is known of a paper in words, in the person's language. */
const saidOf = (
  { kinds, shelves }: Pick<PhoneWords, 'kinds' | 'shelves'>,
  { title, kind, note }: Sought,
): string => {
  const known = kindOf(kind);
  const words = known ? [kinds[known.id as keyof typeof kinds], shelves[known.category]] : [];
  return ` ${plainText([title, note ?? '', ...words].join(' '))}`;
};

/** Papers of which every word that was typed begins a word of their title, kind, shelf or note. */
export const found = <P extends Sought>(
  words: Pick<PhoneWords, 'kinds' | 'shelves'>,
  papers: readonly P[],
  typed: string,
): P[] => {
  const wanted = plainText(typed).split(' ');
  return papers.filter((paper) => {
    const said = saidOf(words, paper);
    return wanted.every((word) => said.includes(` ${word}`));
  });
};
