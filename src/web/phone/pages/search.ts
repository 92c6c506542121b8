import type { PhoneWords } from '../../i18n/phone/words.js';
import { isFound } from '../../../core/finding.js';
import type { KindId } from '../../../core/kinds.js';
import type { PaperView } from '../engine/engine.js';
import { shelfOf } from '../shelf.js';

type Sought = Pick<PaperView, 'title' | 'kind' | 'note'>;
type Words = Pick<PhoneWords, 'kinds' | 'shelves'>;

/** What is said of a paper itself, in the person's language. */
const ownText = ({ kinds }: Words, { title, kind, note }: Sought): string =>
  `${title} ${kinds[kind as KindId] ?? ''} ${note ?? ''}`;

/** The same with the name of its shelf. */
const allText = (words: Words, paper: Sought): string =>
  `${ownText(words, paper)} ${words.shelves[shelfOf(paper.kind)]}`;

/**
 * Papers of which every word that was typed begins a word of their title, kind or note; then those that only lie on a shelf
 * of that name.
 */
export const found = <P extends Sought>(words: Words, papers: readonly P[], typed: string): P[] => {
  const own = papers.filter((paper) => isFound(ownText(words, paper), typed));
  const others = papers.filter((paper) => !own.includes(paper) && isFound(allText(words, paper), typed));
  return [...own, ...others];
};
