import type { Cell, Sheet } from '../sheets/table.js';
import type { Told } from './few.js';
import type { Statistics } from './statistics.js';

/** What the tables of a relay's statistics say in one language. */
export interface SheetWords {
  readonly months: string;
  readonly kinds: string;
  readonly month: string;
  readonly people: string;
  readonly newcomers: string;
  readonly papers: string;
  readonly dossiers: string;
  readonly kind: string;
  /** Fewer than five. */
  readonly few: string;
  /** Kept back. */
  readonly kept: string;
  readonly kindName: (kind: string) => string;
}

/** YYYY-MM, which every program and language sorts. */
export const monthText = (month: number): string =>
  `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}`;

export const toldText = (one: Told, { few, kept }: Pick<SheetWords, 'few' | 'kept'>): Cell =>
  one === 'few' ? few : one === 'kept' ? kept : one;

/** Two tables: what was done in each month, and papers by kind and month. */
export const statisticsSheets = ({ months, kinds }: Statistics, words: SheetWords): Sheet[] => {
  const cell = (one: Told): Cell => toldText(one, words);
  return [
    {
      name: words.months,
      rows: [
        [words.month, words.people, words.newcomers, words.papers, words.dossiers],
        ...months.map(({ month, people, newcomers, papers, dossiers }) => [
          monthText(month),
          ...[people, newcomers, papers, dossiers].map(cell),
        ]),
      ],
    },
    {
      name: words.kinds,
      rows: [
        [words.kind, ...months.map(({ month }) => monthText(month))],
        ...kinds.map(({ kind, byMonth }) => [words.kindName(kind), ...byMonth.map(cell)]),
      ],
    },
  ];
};
