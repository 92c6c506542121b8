/** One sheet of a paper: its front and, where it has one, its back. At least one of them is there. */
export interface Sheet<P> {
  readonly front: P | null;
  readonly back: P | null;
}

export type Face = 'front' | 'back';

/** Where a page lies, counted from 0. */
export interface Place {
  readonly sheet: number;
  readonly face: Face;
}

/** A paper while it is being photographed. `P` is whatever stands for one photographed page. */
export interface PaperPages<P> {
  readonly sheets: readonly Sheet<P>[];
  /** Whether backs are photographed too, as of cards. */
  readonly isTwoSided: boolean;
  /** Where the next photo goes: behind the last page, or onto one that is taken again. */
  readonly next: Place;
}

/** As many pages as a paper may have here: a PDF of 30 pages of 300 KB is 9 MB. */
export const MOST_SHEETS = 30;

export type PageEvent<P> =
  /** A photo was straightened and accepted: it goes to `next`. */
  | { readonly type: 'add'; readonly page: P }
  /** This page is taken again; the old one stays until the new one is there. */
  | { readonly type: 'retake'; readonly place: Place }
  | { readonly type: 'keep' }
  | { readonly type: 'remove'; readonly place: Place }
  /** A sheet goes to another place in the order. */
  | { readonly type: 'move'; readonly from: number; readonly to: number }
  /** Front and back were mixed up. */
  | { readonly type: 'swap'; readonly sheet: number }
  | { readonly type: 'sides'; readonly isTwoSided: boolean };

/** The first place that has no page yet: a missing front or back first, then a new sheet. */
const firstFree = <P>(sheets: readonly Sheet<P>[], isTwoSided: boolean): Place => {
  const open = sheets.findIndex(({ front, back }) => front === null || (isTwoSided && back === null));
  if (open < 0) return { sheet: sheets.length, face: 'front' };
  return { sheet: open, face: sheets[open]?.front === null ? 'front' : 'back' };
};

const settled = <P>(sheets: readonly Sheet<P>[], isTwoSided: boolean): PaperPages<P> => ({
  sheets,
  isTwoSided,
  next: firstFree(sheets, isTwoSided),
});

export const noPages = <P>(isTwoSided: boolean): PaperPages<P> => settled<P>([], isTwoSided);

export const pageAt = <P>({ sheets }: PaperPages<P>, { sheet, face }: Place): P | null =>
  sheets[sheet]?.[face] ?? null;

/** Whether no further photo has a place. */
export const isFull = <P>({ next }: PaperPages<P>): boolean => next.sheet >= MOST_SHEETS;

/** All pages in the order of reading. */
export const allPages = <P>({ sheets }: PaperPages<P>): P[] =>
  sheets.flatMap(({ front, back }) => [front, back]).filter((page) => page !== null);

/** What goes onto each page of the PDF: both sides of a card together, everything else by itself. */
export const printedPages = <P>({ sheets, isTwoSided }: PaperPages<P>): (readonly [P] | readonly [P, P])[] =>
  sheets.flatMap(({ front, back }): (readonly [P] | readonly [P, P])[] => {
    if (isTwoSided && front !== null && back !== null) return [[front, back]];
    return [front, back].filter((page) => page !== null).map((page) => [page] as const);
  });

const put = <P>(sheets: readonly Sheet<P>[], { sheet, face }: Place, page: P | null): Sheet<P>[] => {
  const blank: Sheet<P> = { front: null, back: null };
  const grown = sheet === sheets.length ? [...sheets, blank] : sheets;
  const result = grown.map((one, i) => (i === sheet ? { ...one, [face]: page } : one));
  return result.filter(({ front, back }) => front !== null || back !== null);
};

const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const rest = list.filter((_, i) => i !== from);
  return [...rest.slice(0, to), ...list.slice(from, from + 1), ...rest.slice(to)];
};

/** With one side each, a back is a page of its own. */
const single = <P>(sheets: readonly Sheet<P>[]): Sheet<P>[] =>
  sheets.flatMap(({ front, back }) =>
    [front, back].filter((page) => page !== null).map((page): Sheet<P> => ({ front: page, back: null })),
  );

/**
 * What the paper is after something happened. Never loses a page but by `remove` and by an `add` that was announced with
 * `retake`; what makes no sense (a place that is not there, a full paper) changes nothing.
 */
export const afterPage = <P>(paper: PaperPages<P>, event: PageEvent<P>): PaperPages<P> => {
  const { sheets, isTwoSided, next } = paper;
  switch (event.type) {
    case 'add':
      return isFull(paper) ? paper : settled(put(sheets, next, event.page), isTwoSided);
    case 'retake':
      return pageAt(paper, event.place) === null ? paper : { ...paper, next: event.place };
    case 'keep':
      return settled(sheets, isTwoSided);
    case 'remove':
      return pageAt(paper, event.place) === null
        ? paper
        : settled(put(sheets, event.place, null), isTwoSided);
    case 'move': {
      const isThere = [event.from, event.to].every((at) => sheets[at] !== undefined);
      return isThere ? settled(moved(sheets, event.from, event.to), isTwoSided) : paper;
    }
    case 'swap':
      return isTwoSided
        ? settled(
            sheets.map((one, i) => (i === event.sheet ? { front: one.back, back: one.front } : one)),
            isTwoSided,
          )
        : paper;
    case 'sides':
      return settled(event.isTwoSided ? sheets : single(sheets), event.isTwoSided);
    default:
      return event satisfies never;
  }
};

/** How a page goes one place back (-1) or on (1) in the order of reading, and where it then lies; null at the ends. */
export const stepOf = <P>(
  paper: PaperPages<P>,
  { sheet, face }: Place,
  by: -1 | 1,
): { readonly event: PageEvent<P>; readonly place: Place } | null => {
  if (pageAt(paper, { sheet, face }) === null) return null;
  const other: Face = face === 'front' ? 'back' : 'front';
  // front and back of a card change places; else the whole sheet goes
  const isWithin = paper.isTwoSided && (face === 'back') === by < 0;
  if (isWithin && pageAt(paper, { sheet, face: other }) !== null) {
    return { event: { type: 'swap', sheet }, place: { sheet, face: other } };
  }
  const to = sheet + by;
  return paper.sheets[to] === undefined
    ? null
    : { event: { type: 'move', from: sheet, to }, place: { sheet: to, face } };
};
