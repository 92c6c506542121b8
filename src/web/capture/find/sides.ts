import { type Edges, strengthAt } from './edges.js';
import type { Line } from './lines.js';
import type { Planes } from './pixels.js';

/** A line with how much of an edge lies along it, so that any part of it is judged at once. */
export interface Side extends Line {
  /** An edge of the picture itself: the paper may go on behind it. */
  readonly isFrame: boolean;
  /** Mean of edge and contrast, 0..1, between two places along the line (pixels from its foot, in any order). */
  readonly support: (from: number, to: number) => number;
}

/** Pixels to each side of a line that are compared. */
const APART = 5;
/** Levels of difference at which contrast counts half. */
const HALF_CONTRAST = 8;

/** Where a point lies along a line: pixels from the line's foot, towards `(-ny, nx)`. */
export const along = ({ nx, ny }: Line, x: number, y: number): number => y * nx - x * ny;

const contrastAt = ({ width, height, channels }: Planes, x: number, y: number, nx: number, ny: number) => {
  const place = (sign: number): number => {
    const column = Math.min(width - 1, Math.max(0, Math.round(x + sign * APART * nx)));
    return Math.min(height - 1, Math.max(0, Math.round(y + sign * APART * ny))) * width + column;
  };
  const [bright, dark] = [place(1), place(-1)];
  let difference = 0;
  for (const plane of channels) {
    difference = Math.max(difference, (plane[bright] as number) - (plane[dark] as number));
  }
  return difference <= 0 ? 0 : difference / (difference + HALF_CONTRAST);
};

const sums = (count: number, at: (i: number) => number): Float32Array => {
  const result = new Float32Array(count + 1);
  for (let i = 0; i < count; i++) result[i + 1] = (result[i] as number) + at(i);
  return result;
};

/** `fields`: the same picture with and without strokes; `soft`: it, blurred, for contrast. */
export const sideOf = (line: Line, fields: readonly Edges[], soft: Planes): Side => {
  const { nx, ny, rho } = line;
  const reach = Math.ceil(Math.hypot(soft.width, soft.height)) + 1;
  const total = sums(2 * reach + 1, (i) => {
    const [x, y] = [nx * rho - ny * (i - reach), ny * rho + nx * (i - reach)];
    if (x < 0 || y < 0 || x >= soft.width || y >= soft.height) return 0;
    let edge = 0;
    for (const field of fields) {
      for (let off = -1; off <= 1; off++)
        edge = Math.max(edge, strengthAt(field, x + off * nx, y + off * ny, nx, ny));
    }
    return (edge + contrastAt(soft, x, y, nx, ny)) / 2;
  });
  const place = (t: number): number => Math.min(2 * reach + 1, Math.max(0, Math.round(t) + reach));
  const support = (from: number, to: number): number => {
    const [low, high] = [place(Math.min(from, to)), place(Math.max(from, to))];
    return high - low < 1 ? 0 : ((total[high] as number) - (total[low] as number)) / (high - low);
  };
  return { ...line, isFrame: false, support };
};

/** What an edge of the picture counts as: less than an edge that is seen, more than none. */
const FRAME_SUPPORT = 0.3;

/** The four edges of the picture, bright towards its middle. */
export const frameSides = (width: number, height: number): Side[] =>
  [
    { nx: 1, ny: 0, rho: 0 },
    { nx: -1, ny: 0, rho: -(width - 1) },
    { nx: 0, ny: 1, rho: 0 },
    { nx: 0, ny: -1, rho: -(height - 1) },
  ].map((line) => ({ ...line, isFrame: true, support: () => FRAME_SUPPORT }));
