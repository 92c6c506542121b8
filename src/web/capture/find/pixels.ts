/** A picture as RGBA bytes, four for each pixel, as `ImageData` holds them. */
export interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Red, green and blue as planes of numbers 0..255. */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly channels: readonly Float32Array[];
}

/** Where each of `count` equal parts of `length` begins, and where the last one ends. */
const beginnings = (length: number, count: number): Uint32Array =>
  Uint32Array.from({ length: count + 1 }, (_, i) => Math.ceil((i * length) / count));

/** Shrinks so that the longer side has at most `longest` pixels; each new pixel is the mean of those that it covers. */
export const planesOf = ({ data, width, height }: Pixels, longest: number): Planes => {
  const scale = Math.min(1, longest / Math.max(width, height));
  const w = Math.max(1, Math.round(width * scale));
  const h = Math.max(1, Math.round(height * scale));
  const columns = beginnings(width, w);
  const rows = beginnings(height, h);
  const red = new Float32Array(w * h);
  const green = new Float32Array(w * h);
  const blue = new Float32Array(w * h);
  for (let y = 0, to = 0; y < h; y++) {
    const top = rows[y] as number;
    const below = rows[y + 1] as number;
    for (let x = 0; x < w; x++, to++) {
      const left = columns[x] as number;
      const right = columns[x + 1] as number;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let row = top; row < below; row++) {
        const end = 4 * (row * width + right);
        for (let at = 4 * (row * width + left); at < end; at += 4) {
          r += data[at] as number;
          g += data[at + 1] as number;
          b += data[at + 2] as number;
        }
      }
      const count = (right - left) * (below - top);
      red[to] = r / count;
      green[to] = g / count;
      blue[to] = b / count;
    }
  }
  return { width: w, height: h, channels: [red, green, blue] };
};

/** A plane with its outermost pixels repeated around it, so that loops over it need no edges. */
interface Padded {
  readonly values: Float32Array;
  /** Pixels of one row. */
  readonly row: number;
}

const pad = (plane: Float32Array, width: number, height: number, { values, row }: Padded): void => {
  const reach = (row - width) / 2;
  for (let y = 0; y < height + 2 * reach; y++) {
    const from = Math.min(height - 1, Math.max(0, y - reach)) * width;
    const to = y * row;
    values.set(plane.subarray(from, from + width), to + reach);
    values.fill(plane[from] as number, to, to + reach);
    values.fill(plane[from + width - 1] as number, to + reach + width, to + row);
  }
};

const unpadded = ({ values, row }: Padded, width: number, height: number): Float32Array => {
  const plane = new Float32Array(width * height);
  // what was computed for a window lies where the window begins
  for (let y = 0; y < height; y++) plane.set(values.subarray(y * row, y * row + width), y * width);
  return plane;
};

/** What is computed along windows, written where each begins: of what lies further on nothing was written yet. */
type Along = (values: Float32Array, step: number) => void;

/** Runs `along` over windows of `2 × reach + 1` pixels, first in rows, then in columns. */
const separably = ({ width, height, channels }: Planes, reach: number, along: Along): Planes => {
  const row = width + 2 * reach;
  // one piece of memory for all channels
  const room = { values: new Float32Array(row * (height + 2 * reach)), row };
  return {
    width,
    height,
    channels: channels.map((plane) => {
      pad(plane, width, height, room);
      along(room.values, 1);
      along(room.values, row);
      return unpadded(room, width, height);
    }),
  };
};

/** Calls `fold` for each pair of values whose largest or smallest makes that of `length` values, in as few rounds as doubling needs. */
const doubling = (length: number, fold: (shift: number) => void): void => {
  for (let size = 1; size < length; ) {
    const shift = Math.min(size, length - size);
    fold(shift);
    size += shift;
  }
};

/** The largest of each `length` values that are `step` apart. */
const largest = (values: Float32Array, step: number, length: number): void =>
  doubling(length, (shift) => {
    const end = values.length - shift * step;
    for (let i = 0, j = shift * step; i < end; i++, j++) {
      const other = values[j] as number;
      if (other > (values[i] as number)) values[i] = other;
    }
  });

const smallest = (values: Float32Array, step: number, length: number): void =>
  doubling(length, (shift) => {
    const end = values.length - shift * step;
    for (let i = 0, j = shift * step; i < end; i++, j++) {
      const other = values[j] as number;
      if (other < (values[i] as number)) values[i] = other;
    }
  });

/** Takes away what is dark and thinner than `2 × reach + 1` pixels, such as letters and lines (morphological closing). */
export const withoutStrokes = (planes: Planes, reach: number): Planes => {
  const length = 2 * reach + 1;
  const grown = separably(planes, reach, (values, step) => largest(values, step, length));
  return separably(grown, reach, (values, step) => smallest(values, step, length));
};

/** Pixels to each side of one that count in a blur. */
const BLUR = 3;

/** Gaussian blur; `sigma` at most 1.25 pixels, so that nothing further away counts. */
export const blurred = (planes: Planes, sigma: number): Planes => {
  const bell = [0, 1, 2, 3].map((i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  const total = bell.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  const [a = 0, b = 0, c = 0, d = 0] = bell.map((weight) => weight / total);
  return separably(planes, BLUR, (values, step) => {
    const end = values.length - 2 * BLUR * step;
    const [two, three, four, five, six] = [2, 3, 4, 5, 6].map((times) => times * step) as [
      number,
      number,
      number,
      number,
      number,
    ];
    for (let i = 0; i < end; i++) {
      values[i] =
        a * (values[i + three] as number) +
        b * ((values[i + two] as number) + (values[i + four] as number)) +
        c * ((values[i + step] as number) + (values[i + five] as number)) +
        d * ((values[i] as number) + (values[i + six] as number));
    }
  });
};

/** Half as wide and half as high; each new pixel is the mean of four. */
export const halved = ({ width, height, channels }: Planes): Planes => {
  const w = Math.max(1, width >> 1);
  const h = Math.max(1, height >> 1);
  // a single row or column is its own neighbour
  const right = width > 1 ? 1 : 0;
  const below = height > 1 ? width : 0;
  const half = (plane: Float32Array): Float32Array => {
    const made = new Float32Array(w * h);
    for (let y = 0, to = 0; y < h; y++) {
      for (let x = 0, at = 2 * y * width; x < w; x++, at += 2, to++) {
        made[to] =
          ((plane[at] as number) +
            (plane[at + right] as number) +
            (plane[at + below] as number) +
            (plane[at + right + below] as number)) /
          4;
      }
    }
    return made;
  };
  return { width: w, height: h, channels: channels.map(half) };
};
