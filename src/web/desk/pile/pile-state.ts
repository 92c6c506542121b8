import { toHex } from '../../../core/bytes.js';
import type { ErrorCode } from '../../../core/errors.js';
import type { PersonView } from '../engine/people.js';
import type { Outgoing } from './sending.js';
import { nothingSorted, pagesOf, papersOf, type SortedPaper, type Sorting } from './sorting.js';
import type { PilePage } from './sources.js';
import type { Arrived } from './watch.js';

/** A file of which no paper can be made. */
export interface BadFile {
  readonly name: string;
  readonly code: ErrorCode;
}

export interface PileState {
  /** For whom the pile is; null before it began. */
  readonly person: PersonView | null;
  readonly sorting: Sorting<PilePage>;
  readonly outgoing: readonly Outgoing[];
  readonly bad: readonly BadFile[];
  /** When it began; milliseconds since 1970. */
  readonly begun: number;
  /** What was in the scanner's folder before: perhaps somebody else's, and taken only if the worker says so. */
  readonly early: readonly Arrived[];
  /** Name of the folder that is followed; null without. */
  readonly folder: string | null;
  readonly isPaused: boolean;
  /** The line is gone, and it goes on by itself when it is back. */
  readonly isTrying: boolean;
  /** Files that were taken from the scanner's folder after they arrived, and such as this page may not take. */
  readonly removed: number;
  readonly left: number;
  /** Files that are being read. */
  readonly reading: number;
}

/** Nothing yet, for nobody. */
export const EMPTY: PileState = {
  person: null,
  sorting: nothingSorted(),
  outgoing: [],
  bad: [],
  begun: 0,
  early: [],
  folder: null,
  isPaused: false,
  isTrying: false,
  removed: 0,
  left: 0,
  reading: 0,
};

/** What lies here and was not sent off: sorted papers, pages that nobody sorted, and files that are still being read. */
export const heldIn = ({ sorting, reading }: PileState): number =>
  papersOf(sorting).length + (sorting.pages.length - sorting.words.length) + reading;

/** How much would be lost if the machine were left now: that, and papers on their way. */
export const unsentIn = (state: PileState): number =>
  state.outgoing.filter((one) => one.state !== 'sent').length + heldIn(state);

/** One paper changed; of what was sent nothing stays. */
export const changed = (state: PileState, doc: string, change: Partial<Outgoing>): readonly Outgoing[] =>
  state.outgoing.map((one) => {
    if (one.doc !== doc) return one;
    const rest = change.state === 'sent' ? { sorted: { ...one.sorted, sheets: [] } } : {};
    return { ...one, ...change, ...rest };
  });

/** The page in hand, turned by 90° once more. */
export const turned = ({ pages, words }: Sorting<PilePage>): Sorting<PilePage> => ({
  words,
  pages: pages.map((page, i) => (i === words.length ? { ...page, quarters: (page.quarters + 1) % 4 } : page)),
});

/** What was sorted, as it goes out: to this person, in the name of this relay, each under an id of its own from now on. */
export const goingOut = (
  papers: readonly SortedPaper<PilePage>[],
  where: Pick<Outgoing, 'person' | 'relay'>,
  titleOf: (kind: string) => string,
): Outgoing[] =>
  papers.map((sorted) => ({
    ...where,
    doc: toHex(crypto.getRandomValues(new Uint8Array(16))),
    title: titleOf(sorted.kind),
    pages: pagesOf(sorted).length,
    sorted,
    state: 'ready',
    error: null,
  }));
