import { box, COLOURS, disc, type Face, fill, type Line, placed, type Shape } from './drawing.js';
import { CARD } from './faces.js';
import { stepPictogram } from './pictograms.js';
import type { CardTexts } from './texts.js';

/** A4, lying: the card in its true size, front and back side by side, so that folding it makes one card. */
const SHEET = { width: 297, height: 210 } as const;
const LEFT = (SHEET.width - 2 * CARD.width) / 2;
const TOP = 14;
const MIDDLE = LEFT + CARD.width;

const dashes = (from: number, to: number, dash: (at: number) => string): Shape[] =>
  Array.from({ length: Math.floor((to - from) / 4) }, (_, index) =>
    fill(dash(from + 1 + index * 4), COLOURS.soft),
  );

/** Drawn outside the card, so that no line is left on it. */
const cutLines = (): Shape[] => [
  ...[TOP - 1.2, TOP + CARD.height + 0.8].flatMap((y) =>
    dashes(LEFT - 2, LEFT + 2 * CARD.width + 2, (x) => box(x, y, 2.2, 0.35)),
  ),
  ...[LEFT - 1.2, LEFT + 2 * CARD.width + 0.8].flatMap((x) =>
    dashes(TOP - 2, TOP + CARD.height + 2, (y) => box(x, y, 0.35, 2.2)),
  ),
];

const text = (words: string, x: number, y: number, size: number, style: Partial<Line>): Line => ({
  kind: 'text',
  text: words,
  x,
  y,
  size,
  width: 52,
  align: 'left',
  bold: false,
  colour: COLOURS.ink,
  ...style,
});

/** The fold: two small marks at the card's ends and one word. */
const foldMarks = (texts: CardTexts): Shape[] => [
  text(texts.fold, MIDDLE, TOP - 5.5, 4, { align: 'center', colour: COLOURS.soft }),
  fill(`M${MIDDLE - 1.6} ${TOP - 4}L${MIDDLE + 1.6} ${TOP - 4}L${MIDDLE} ${TOP - 1.6}Z`, COLOURS.soft),
  ...dashes(TOP, TOP + CARD.height, (y) => box(MIDDLE - 0.1, y, 0.2, 1.2)),
];

const step = (lines: readonly string[], at: number): Shape[] => {
  const x = 19.5 + at * 66;
  return [
    fill(disc(x + 3.6, 177, 3.6), COLOURS.ink),
    text(String(at + 1), x + 3.6, 178.7, 4.8, { align: 'center', bold: true, colour: COLOURS.white }),
    ...stepPictogram(at, x + 6, 177),
    ...lines.map((words, row) => text(words, x + 27, 184 + row * 5.8, 4.3, { width: 38 })),
  ];
};

/** The printed page: both sides to cut out and fold, and what to do, in four steps. */
export const cardSheet = (front: Face, back: Face, texts: CardTexts): Face => ({
  ...SHEET,
  shapes: [
    ...placed(front.shapes, LEFT, TOP),
    ...placed(back.shapes, MIDDLE, TOP),
    ...cutLines(),
    ...foldMarks(texts),
    ...texts.steps.flatMap(step),
  ],
});
