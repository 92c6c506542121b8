import type { Colour } from '../../client/card/drawing.js';

/** Maps a path's own units to pixels: `x * scaleX + left`, `y * scaleY + top`. */
export interface Placing {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly left: number;
  readonly top: number;
}

/** An RGB picture that fills outlines smoothly. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly pixels: Uint8Array;
  /** Fills SVG path data with absolute M, L, Q, C and Z. Contours of one path may cut holes, not overlap. */
  fill(path: string, placing: Placing, colour: Colour): void;
}

type Point = readonly [x: number, y: number];
const CURVE_STEPS = 12;

const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

/** De Casteljau: any Bézier curve as short straight lines. */
function curve(points: readonly Point[]): Point[] {
  return Array.from({ length: CURVE_STEPS }, (_, step) => {
    let left = points;
    while (left.length > 1) {
      left = left.slice(1).map((point, at) => between(left[at] ?? point, point, (step + 1) / CURVE_STEPS));
    }
    return left[0] ?? [0, 0];
  });
}

/** The closed outlines of a path, in pixels. */
function outlines(path: string, { scaleX, scaleY, left, top }: Placing): Point[][] {
  const contours: Point[][] = [];
  for (const [, command = '', rest = ''] of path.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const numbers = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    const points: Point[] = [];
    for (let at = 0; at + 1 < numbers.length; at += 2) {
      points.push([(numbers[at] ?? 0) * scaleX + left, (numbers[at + 1] ?? 0) * scaleY + top]);
    }
    if (command === 'M') contours.push(points);
    else if (command === 'L') contours.at(-1)?.push(...points);
    else if (command !== 'Z') {
      const contour = contours.at(-1);
      const start = contour?.at(-1);
      if (start !== undefined) contour?.push(...curve([start, ...points]));
    }
  }
  return contours;
}

/** Signed coverage per pixel of a part of the picture: each cell holds by how much the sum along its row changes there. */
interface Coverage {
  readonly cells: Float32Array;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Room for the part of the picture that the outlines touch, and two cells for what ends beyond its right side. */
function coverageOf(contours: readonly Point[][], raster: Raster): Coverage {
  const points = contours.flat();
  const within = (at: 0 | 1, limit: number): readonly [number, number] => {
    const values = points.map((point) => Math.min(Math.max(point[at], 0), limit));
    return [
      Math.floor(values.reduce((a, b) => Math.min(a, b), limit)),
      values.reduce((a, b) => Math.max(a, b), 0),
    ];
  };
  const [left, right] = within(0, raster.width);
  const [top, bottom] = within(1, raster.height);
  const width = Math.max(0, Math.ceil(right) - left) + 2;
  const height = Math.max(0, Math.ceil(bottom) - top);
  return { cells: new Float32Array(width * height), left, top, width, height };
}

/** One scan line of one edge: spreads its height `dy` over the cells it crosses, in proportion to the area to its right. */
function addSpan({ cells, width }: Coverage, row: number, xa: number, xb: number, dy: number): void {
  const [from, to] = xa < xb ? [xa, xb] : [xb, xa];
  const first = Math.floor(from);
  const last = Math.floor(to);
  let covered = 0;
  for (let column = first; column <= last; column += 1) {
    const a = Math.max(from, column);
    const b = Math.min(to, column + 1);
    const share = to === from ? dy : (dy * (b - a)) / (to - from);
    const area = share * (column + 1 - (a + b) / 2);
    const at = row * width + column;
    cells[at] = (cells[at] ?? 0) + area + covered;
    covered = share - area;
  }
  const after = row * width + last + 1;
  cells[after] = (cells[after] ?? 0) + covered;
}

function addEdge(coverage: Coverage, start: Point, end: Point): void {
  if (start[1] === end[1]) return;
  const sign = start[1] < end[1] ? 1 : -1;
  const [high, low] = sign > 0 ? [start, end] : [end, start];
  const slope = (low[0] - high[0]) / (low[1] - high[1]);
  const column = (y: number): number =>
    Math.min(Math.max(high[0] + (y - high[1]) * slope - coverage.left, 0), coverage.width - 2);
  const bottom = Math.min(coverage.top + coverage.height, low[1]);
  let y = Math.max(coverage.top, high[1]);
  for (let row = Math.floor(y); y < bottom; row += 1) {
    const next = Math.min(row + 1, bottom);
    addSpan(coverage, row - coverage.top, column(y), column(next), sign * (next - y));
    y = next;
  }
}

const rgb = (colour: Colour): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function paint(raster: Raster, { cells, left, top, width, height }: Coverage, colour: Colour): void {
  const channels = rgb(colour);
  for (let row = 0; row < height; row += 1) {
    let sum = 0;
    for (let column = 0; column < width - 2; column += 1) {
      sum += cells[row * width + column] ?? 0;
      const share = Math.min(1, Math.abs(sum));
      if (share < 1 / 512) continue;
      const at = ((top + row) * raster.width + left + column) * 3;
      for (const [channel, value] of channels.entries()) {
        const below = raster.pixels[at + channel] ?? 0;
        raster.pixels[at + channel] = Math.round(below + (value - below) * share);
      }
    }
  }
}

/**
 * A small scan converter with exact area coverage (the method of font rasterisers): the card's image is drawn alike on
 * every platform, without system fonts and without a native library.
 */
export function createRaster(width: number, height: number, ground: Colour): Raster {
  const pixels = new Uint8Array(width * height * 3);
  const channels = rgb(ground);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = channels[at % 3] ?? 0;
  const raster: Raster = {
    width,
    height,
    pixels,
    fill(path, placing, colour) {
      const contours = outlines(path, placing);
      const coverage = coverageOf(contours, raster);
      for (const contour of contours) {
        contour.forEach((point, at) => addEdge(coverage, contour.at(at - 1) ?? point, point));
      }
      paint(raster, coverage, colour);
    },
  };
  return raster;
}
