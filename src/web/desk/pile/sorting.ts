import type { KindId } from '../../../core/kinds.js';

/** What a worker says of a page: it begins a paper of a kind, goes on with the one before, is a card's back, or goes away. */
export type Word = { readonly kind: KindId } | 'same' | 'back' | 'drop';

/** A page of the pile. */
export interface PileItem {
  readonly id: string;
  /** A file that can't be drawn is a paper by itself: nothing is joined to it. */
  readonly alone: boolean;
}

/** Pages on one sheet: one, or the two sides of a card. */
export type SheetOf<P> = readonly [P] | readonly [P, P];

/** A paper as it was sorted. */
export interface SortedPaper<P> {
  readonly kind: KindId;
  readonly sheets: readonly SheetOf<P>[];
}

/** One word for each page, in their order; the page without one is the one in hand. */
export interface Sorting<P extends PileItem> {
  readonly pages: readonly P[];
  readonly words: readonly Word[];
}

export const nothingSorted = <P extends PileItem>(): Sorting<P> => ({ pages: [], words: [] });

/** The page in hand; undefined when all are sorted. */
export const inHand = <P extends PileItem>({ pages, words }: Sorting<P>): P | undefined =>
  pages[words.length];

export const pagesOf = <P>({ sheets }: SortedPaper<P>): P[] => sheets.flatMap((sheet) => [...sheet]);

const joined = <P>(paper: SortedPaper<P>, page: P, isBack: boolean): SortedPaper<P> => {
  const last = paper.sheets.at(-1);
  if (isBack && last?.length === 1) {
    return { ...paper, sheets: [...paper.sheets.slice(0, -1), [last[0], page]] };
  }
  return { ...paper, sheets: [...paper.sheets, [page]] };
};

/** The papers that the words make of the pages. No page is in two, and none that was not dropped is in none. */
export const papersOf = <P extends PileItem>({ pages, words }: Sorting<P>): SortedPaper<P>[] => {
  const papers: SortedPaper<P>[] = [];
  for (const [i, word] of words.entries()) {
    const page = pages[i];
    if (!page || word === 'drop') continue;
    const before = papers.at(-1);
    const isOpen = before !== undefined && !page.alone && !pagesOf(before).some(({ alone }) => alone);
    if (typeof word === 'object' || !isOpen) {
      papers.push({ kind: typeof word === 'object' ? word.kind : 'other', sheets: [[page]] });
    } else {
      papers[papers.length - 1] = joined(before, page, word === 'back');
    }
  }
  return papers;
};

/** Says it of the page in hand. */
export const said = <P extends PileItem>(sorting: Sorting<P>, word: Word): Sorting<P> =>
  inHand(sorting) ? { ...sorting, words: [...sorting.words, word] } : sorting;

/** Takes the last word back: its page is in hand again. */
export const unsaid = <P extends PileItem>(sorting: Sorting<P>): Sorting<P> => ({
  ...sorting,
  words: sorting.words.slice(0, -1),
});

export const added = <P extends PileItem>(sorting: Sorting<P>, pages: readonly P[]): Sorting<P> => ({
  ...sorting,
  pages: [...sorting.pages, ...pages],
});

/** What is sorted leaves the pile; the rest stays. */
export const taken = <P extends PileItem>(
  sorting: Sorting<P>,
): {
  readonly papers: readonly SortedPaper<P>[];
  readonly dropped: readonly P[];
  readonly rest: Sorting<P>;
} => {
  const { pages, words } = sorting;
  return {
    papers: papersOf(sorting),
    dropped: pages.filter((_, i) => words[i] === 'drop'),
    rest: { pages: pages.slice(words.length), words: [] },
  };
};
