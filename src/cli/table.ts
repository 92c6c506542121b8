import type { Screen, Tone } from './screen.js';
import { clip, padEnd, padStart, textWidth } from './text-width.js';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
}

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** Gives way when the screen is narrow; the columns share what is missing by the width they ask for. */
  readonly shrinks?: true;
}

const GAP = 2;
const LEAST = 8;

const fitted = (columns: readonly Column[], wanted: readonly number[], room: number): number[] => {
  const widths = [...wanted];
  let missing = widths.reduce((sum, width) => sum + width + GAP, -GAP) - room;
  while (missing > 0) {
    const widest = columns.reduce(
      (best, column, at) => (column.shrinks && (widths[at] ?? 0) > (widths[best] ?? -1) ? at : best),
      columns.findIndex(({ shrinks }) => shrinks),
    );
    if (widest < 0 || (widths[widest] ?? 0) <= LEAST) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    missing -= 1;
  }
  return widths;
};

/** Rows under their titles, within the screen's width. */
export const table = (
  screen: Screen,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): string[] => {
  const wanted = columns.map(({ title }, at) =>
    rows.reduce((most, row) => Math.max(most, textWidth(row[at]?.text ?? '')), textWidth(title)),
  );
  const widths = fitted(columns, wanted, screen.width - 1);
  const line = (cells: readonly Cell[], tone?: Tone) =>
    columns
      .map((column, at) => {
        const { text, tone: own } = cells[at] ?? { text: '' };
        const width = widths[at] ?? 0;
        const set = clip(text, width);
        const colour = own ?? tone;
        const pad = column.align === 'right' ? padStart : padEnd;
        const padded = at === columns.length - 1 && column.align !== 'right' ? set : pad(set, width);
        return colour === undefined ? padded : padded.replace(set, () => screen.paint(colour, set));
      })
      .join(' '.repeat(GAP))
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => ({ text: title })),
      'soft',
    ),
    ...rows.map((row) => line(row)),
  ];
};
