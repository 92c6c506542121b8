import { box, COLOURS, disc, fill, mapPath, type Shape, turned } from './drawing.js';
import { sleeve } from './sleeve.js';

/** The small pictures that stand beside words, for those who do not read them. Each fits 18 × 16 mm at most. */
const shapesAt = (shapes: readonly Shape[], x: number, y: number, scale = 1): Shape[] =>
  shapes.flatMap((shape) =>
    shape.kind === 'fill'
      ? [
          fill(
            mapPath(shape.path, (px, py) => [x + px * scale, y + py * scale]),
            shape.colour,
          ),
        ]
      : [],
  );

/** 7 × 12 mm. */
export const phone = (x: number, y: number): Shape[] => [
  fill(box(x, y, 7, 12, 1.4), COLOURS.ink),
  fill(box(x + 0.9, y + 1.3, 5.2, 8, 0.4), COLOURS.white),
  fill(disc(x + 3.5, y + 10.6, 0.7), COLOURS.white),
];

/** 7 × 9.6 mm: the card's own back. */
export const smallCard = (x: number, y: number): Shape[] => [
  fill(box(x, y, 7, 9.6, 1), COLOURS.ink),
  fill(box(x + 0.8, y + 0.8, 5.4, 8, 0.4), COLOURS.white),
  fill(box(x + 0.8, y + 0.8, 5.4, 1.6), COLOURS.accent),
  fill(box(x + 2, y + 3.6, 3, 3), COLOURS.ink),
];

const ring = (cx: number, cy: number): Shape[] => [
  fill(disc(cx, cy, 2.6), COLOURS.accent),
  fill(disc(cx, cy, 1.3), COLOURS.white),
];

/** One blade of the scissors, with its ring, turned about their pin. */
const blade = (degrees: number): Shape[] =>
  [
    fill('M7.6 -0.2L17 1L17 1.3L7.6 2Z', COLOURS.ink),
    fill(box(3.6, 0.1, 5, 1.6, 0.6), COLOURS.accent),
    ...ring(2.6, 0.9),
  ].flatMap((shape) =>
    shape.kind === 'fill' ? [fill(turned(shape.path, degrees, 8.5, 0.9), shape.colour)] : [],
  );

const scissors: readonly Shape[] = [
  ...shapesAt([...blade(24), ...blade(-24), fill(disc(8.5, 0.9, 0.6), COLOURS.white)], 0, 7),
];

/** A card that stands half open. */
const folded: readonly Shape[] = [
  fill('M1 4L9 1L9 13L1 16Z', COLOURS.sand),
  fill('M9 1L17 4L17 16L9 13Z', COLOURS.accent),
  fill('M11 6L15 7.5L15 12L11 10.5Z', COLOURS.white),
];

const bin: readonly Shape[] = [
  fill('M3.5 5.5L14.5 5.5L13.4 16L4.6 16Z', COLOURS.soft),
  fill(box(2, 3, 14, 1.8, 0.6), COLOURS.soft),
  fill(box(6.5, 1.2, 5, 1.8, 0.6), COLOURS.soft),
  ...[6.3, 8.5, 10.7].map((x) => fill(box(x, 7.3, 1, 6.6, 0.4), COLOURS.white)),
];

/** Cut, fold, keep, throw the file away: in the order of the steps. */
export const stepPictogram = (step: number, x: number, y: number): Shape[] =>
  [scissors, folded, shapesAt(sleeve(), 1, 1, 0.3), bin]
    .slice(step, step + 1)
    .flatMap((shapes) => shapesAt(shapes, x, y));
