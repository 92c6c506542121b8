import { box, COLOURS, disc, fill, type Shape, turned } from './drawing.js';

/** A sheet that peeks out of the sleeve: its ground, then what is on it, all turned alike. */
function sheet(x: number, y: number, degrees: number, ground: Shape, marks: readonly Shape[]): Shape[] {
  return [ground, ...marks].flatMap((shape) =>
    shape.kind === 'fill' ? [fill(turned(shape.path, degrees, x + 11, y + 30), shape.colour)] : [],
  );
}

const bars = (x: number, y: number, widths: readonly number[]): Shape[] =>
  widths.map((width, at) => fill(box(x, y + at * 3, width, 1.1, 0.5), COLOURS.soft));

/** A letter, an identity paper with its portrait, a certificate with its stamp. */
const papers = (): Shape[] => [
  ...sheet(2, 5, -9, fill(box(3, 6, 22, 34, 1.6), COLOURS.sage), bars(6.5, 10.5, [9, 15, 13, 15])),
  ...sheet(29, 5, 8, fill(box(29, 5, 22, 34, 1.6), COLOURS.rose), [
    ...bars(36.5, 8, [11]),
    fill(box(39, 11.5, 9.5, 6, 1), COLOURS.accent),
    fill(box(39.9, 12.4, 7.7, 4.2, 0.5), COLOURS.rose),
    fill(box(41.2, 13.9, 5.1, 1.2, 0.5), COLOURS.accent),
  ]),
  ...sheet(16, 0, -1, fill(box(14.5, 0, 24, 36, 1.6), COLOURS.sand), [
    fill(box(18, 4, 8, 10, 1), COLOURS.white),
    fill(disc(22, 7.7, 1.9), COLOURS.soft),
    fill('M18.6 14C18.6 11.6 20 10.4 22 10.4C24 10.4 25.4 11.6 25.4 14Z', COLOURS.soft),
    ...bars(28.5, 5, [7, 5.5, 7]),
    ...bars(18, 17, [17.5, 13]),
  ]),
];

/** The pocket in front, with the notch for the thumb. */
const pocket = (): Shape[] => [
  fill(
    'M3 19L18 19C20.5 19 20.6 25.5 27 25.5C33.4 25.5 33.5 19 36 19L51 19C52.7 19 54 20.3 54 22L54 43' +
      'C54 45.8 51.8 48 49 48L5 48C2.2 48 0 45.8 0 43L0 22C0 20.3 1.3 19 3 19Z',
    COLOURS.accent,
  ),
  fill(box(4, 43, 46, 0.7, 0.3), COLOURS.rose),
];

/** The mark of Pochette: a sleeve with papers peeking out, 54 mm wide and 48 mm high. */
export const sleeve = (): Shape[] => [...papers(), ...pocket()];
