import { box, COLOURS, type Face, fill, type Line, qr, type Shape } from './drawing.js';
import type { CardModel } from './model.js';

/** A5, upright: it hangs on a wall or stands on a desk. */
const PAGE = { width: 148, height: 210 } as const;
const MARGIN = 12;
const QR_SIDE = 84;

export interface PosterContent {
  /** The relay's public code. */
  readonly code: string;
  readonly name: string;
  readonly title: string;
  readonly scan: readonly string[];
  /** What stands above the words to compare. */
  readonly wordsTitle: string;
  readonly words: readonly string[];
  /** The relay's id, which is typed with the words. */
  readonly id: string;
  readonly language: CardModel['language'];
  /** YYYY-MM-DD */
  readonly issued: string;
}

const centred = (text: string, y: number, size: number, style: Partial<Line> = {}): Line => ({
  kind: 'text',
  text,
  x: PAGE.width / 2,
  y,
  size,
  width: PAGE.width - 2 * MARGIN,
  align: 'center',
  bold: false,
  colour: COLOURS.ink,
  ...style,
});

/** Four words a line: they are read aloud. */
const wordLines = (words: readonly string[]): string[] => [
  words.slice(0, 4).join('   '),
  words.slice(4).join('   '),
];

const shapes = ({ code, name, title, scan, wordsTitle, words, id }: PosterContent): Shape[] => [
  fill(box(0, 0, PAGE.width, 24), COLOURS.accent),
  centred(title, 15.5, 9, { bold: true, colour: COLOURS.white }),
  centred(name, 38, 8, { bold: true }),
  qr(code, (PAGE.width - QR_SIDE) / 2, 46, QR_SIDE, 'M'),
  ...scan.map((text, at) => centred(text, 142 + at * 7, 5)),
  fill(box(MARGIN, 158, PAGE.width - 2 * MARGIN, 0.35), COLOURS.rule),
  centred(wordsTitle, 167, 4, { colour: COLOURS.soft }),
  ...wordLines(words).map((text, at) => centred(text, 176 + at * 8, 5.6, { bold: true })),
  centred(id, 196, 4, { colour: COLOURS.soft }),
];

/** A relay's poster, in the same hand as the card: it opens nothing, and may be seen by anybody. */
export const posterModel = (content: PosterContent): CardModel => {
  const face: Face = { ...PAGE, shapes: shapes(content) };
  const { language, issued, title, name } = content;
  return { language, title: `${title} – ${name}`, issued, front: face, back: face, sheet: face };
};
