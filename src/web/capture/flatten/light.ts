import type { Pixels } from '../find/pixels.js';

/** The brightness that paper gets: nearly white, so that what is paler than paper is not lost. */
const PAPER = 244;
/** Darkest ink gets this. */
const INK = 12;
/** Blocks on the longer side, within which the light is taken as even. */
const BLOCKS = 32;
/** Blocks around one that are searched for paper: a portrait or a stamp is darker than the paper that it is on. */
const REACH = 3;
/** Blocks over which the light is softened. */
const SOFT = 1;
/** A place gets at most this much more light than the paper on the whole; and the whole at most that much. */
const MOST_LOCAL = 1.8;
const MOST = 2.6;
/** How much of the light's own colour is taken out: not all, since a paper may be coloured. */
const NEUTRAL = 0.5;

interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float32Array;
}

const lumaAt = (data: Uint8ClampedArray, i: number): number =>
  ((data[i] as number) * 77 + (data[i + 1] as number) * 150 + (data[i + 2] as number) * 29) >> 8;

/** The value that this part of `counts` does not exceed. */
const percentile = (counts: Uint32Array, part: number): number => {
  const total = counts.reduce((sum, one) => sum + one, 0);
  let seen = 0;
  for (let value = 0; value < 256; value++) {
    seen += counts[value] as number;
    if (seen >= total * part) return value;
  }
  return 255;
};

/** How bright the brightest tenth of each block is. */
const whites = ({ data, width, height }: Pixels): Grid => {
  const block = Math.max(4, Math.ceil(Math.max(width, height) / BLOCKS));
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const values = new Float32Array(columns * rows);
  const counts = new Uint32Array(256);
  for (let i = 0; i < values.length; i++) {
    const [left, top] = [(i % columns) * block, Math.floor(i / columns) * block];
    counts.fill(0);
    for (let y = top; y < Math.min(height, top + block); y += 2) {
      for (let x = left; x < Math.min(width, left + block); x += 2) {
        const luma = lumaAt(data, (y * width + x) * 4);
        counts[luma] = (counts[luma] as number) + 1;
      }
    }
    values[i] = percentile(counts, 0.9);
  }
  return { columns, rows, values };
};

const spread = ({ columns, rows, values }: Grid, reach: number, fold: (around: number[]) => number): Grid => {
  const result = values.map((_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const around: number[] = [];
    for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++) {
      for (let x = Math.max(0, column - reach); x <= Math.min(columns - 1, column + reach); x++) {
        around.push(values[y * columns + x] as number);
      }
    }
    return fold(around);
  });
  return { columns, rows, values: result };
};

const mean = (around: number[]): number => around.reduce((sum, one) => sum + one, 0) / around.length;

/** Factors for red, green and blue that take half of the paper's tint away, without changing its brightness. */
const balance = ({ data }: Pixels, white: number): readonly [number, number, number] => {
  const sums = [0, 0, 0];
  let count = 1;
  for (let i = 0; i < data.length; i += 68) {
    if (lumaAt(data, i) < white * 0.85) continue;
    count++;
    for (let c = 0; c < 3; c++) sums[c] = (sums[c] as number) + (data[i + c] as number);
  }
  const [red, green, blue] = sums.map((sum) => Math.max(1, sum / count)) as [number, number, number];
  const luma = Math.max(1, (red * 77 + green * 150 + blue * 29) / 256);
  const factor = (one: number): number => 1 + NEUTRAL * (Math.min(1.4, Math.max(0.7, luma / one)) - 1);
  return [factor(red), factor(green), factor(blue)];
};

/** The grid's value at a place, between its four nearest blocks; places are 0..1. */
const readerOf =
  ({ columns, rows, values }: Grid) =>
  (u: number, v: number): number => {
    const x = Math.min(columns - 1, Math.max(0, u * columns - 0.5));
    const y = Math.min(rows - 1, Math.max(0, v * rows - 0.5));
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, below] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)];
    const row = (at: number): number =>
      (values[at * columns + left] as number) * (1 - (x - left)) +
      (values[at * columns + right] as number) * (x - left);
    return row(top) * (1 - (y - top)) + row(below) * (y - top);
  };

const darkest = ({ data }: Pixels): number => {
  const counts = new Uint32Array(256);
  for (let i = 0; i < data.length; i += 36) {
    const luma = lumaAt(data, i);
    counts[luma] = (counts[luma] as number) + 1;
  }
  return percentile(counts, 0.01);
};

/**
 * Evens out the light on a paper and stretches the contrast from ink to paper, in place. Everything is multiplied
 * smoothly: faint stamps and watermarks stay, colours stay colours.
 */
export const evenLight = (picture: Pixels): void => {
  const { data, width, height } = picture;
  const grid = whites(picture);
  const sorted = Float32Array.from(grid.values).sort();
  const white = Math.max(1, sorted[Math.floor(sorted.length * 0.75)] ?? 1);
  const general = Math.min(MOST, Math.max(1, PAPER / white));
  // what is darker than the paper around it is filled (closing), and the light itself stays as it is
  const grown = spread(grid, REACH, (values) => Math.max(...values));
  const around = spread(
    spread(grown, REACH, (values) => Math.min(...values)),
    SOFT,
    mean,
  );
  const gainOf = (light: number): number =>
    Math.min(general * MOST_LOCAL, MOST, Math.max(1, PAPER / Math.max(1, light)));
  const gainAt = readerOf({ ...around, values: around.values.map(gainOf) });
  const [red, green, blue] = balance(picture, white);
  const black = Math.min(70, Math.max(0, darkest(picture) * general - INK));
  const stretch = PAPER / (PAPER - black);
  const floor = black * stretch;
  for (let y = 0, i = 0; y < height; y++) {
    // the light changes slowly
    for (let x = 0; x < width; x += 8) {
      const gain = gainAt((x + 4) / width, y / height) * stretch;
      const [r, g, b] = [gain * red, gain * green, gain * blue];
      for (const end = i + 4 * Math.min(8, width - x); i < end; i += 4) {
        data[i] = (data[i] as number) * r - floor;
        data[i + 1] = (data[i + 1] as number) * g - floor;
        data[i + 2] = (data[i + 2] as number) * b - floor;
      }
    }
  }
};
