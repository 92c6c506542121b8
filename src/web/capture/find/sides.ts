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

/** `x` and `y` in pixels of the picture, of which `soft` has half as many each way. */
const contrastAt = ({ width, height, channels }: Planes, x: number, y: number, nx: number, ny: number) => {
  const place = (apart: number): number => {
    const column = Math.min(width - 1, Math.max(0, Math.round((x + apart * nx) / 2 - 0.25)));
    return Math.min(height - 1, Math.max(0, Math.round((y + apart * ny) / 2 - 0.25))) * width + column;
  };
  const bright = place(APART);
  const dark = place(-APART);
  let difference = 0;
  for (const plane of channels) {
    difference = Math.max(difference, (plane[bright] as number) - (plane[dark] as number));
  }
  return difference <= 0 ? 0 : difference / (difference + HALF_CONTRAST);
};

/** The clearest edge at a place or one pixel beside it, in any of the fields: 0..1. */
const edgeAt = (fields: readonly Edges[], x: number, y: number, nx: number, ny: number): number => {
  let edge = 0;
  for (const field of fields) {
    for (let off = -1; off <= 1; off++)
      edge = Math.max(edge, strengthAt(field, x + off * nx, y + off * ny, nx, ny));
  }
  return edge;
};

/** `fields`: the same picture with and without strokes; `soft`: it, halved and blurred, for contrast. */
export const sideOf = (line: Line, fields: readonly [Edges, ...Edges[]], soft: Planes): Side => {
  const { nx, ny, rho } = line;
  const { width, height } = fields[0];
  const reach = Math.ceil(Math.hypot(width, height)) + 1;
  const total = new Float32Array(2 * reach + 2);
  for (let i = 0; i <= 2 * reach; i++) {
    const x = nx * rho - ny * (i - reach);
    const y = ny * rho + nx * (i - reach);
    const isIn = x >= 0 && y >= 0 && x < width && y < height;
    const own = isIn ? (edgeAt(fields, x, y, nx, ny) + contrastAt(soft, x, y, nx, ny)) / 2 : 0;
    total[i + 1] = (total[i] as number) + own;
  }
  const place = (t: number): number => Math.min(2 * reach + 1, Math.max(0, Math.round(t) + reach));
  const support = (from: number, to: number): number => {
    const low = place(Math.min(from, to));
    const high = place(Math.max(from, to));
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
