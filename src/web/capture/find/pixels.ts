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

/** Shrinks so that the longer side has at most `longest` pixels; each new pixel is the mean of those that it covers. */
export const planesOf = ({ data, width, height }: Pixels, longest: number): Planes => {
  const scale = Math.min(1, longest / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  const channels = [0, 1, 2].map(() => new Float32Array(w * h));
  const count = new Float32Array(w * h);
  const columns = Uint32Array.from({ length: width }, (_, x) => Math.min(w - 1, Math.floor((x * w) / width)));
  const [red, green, blue] = channels as [Float32Array, Float32Array, Float32Array];
  for (let y = 0; y < height; y++) {
    const row = Math.min(h - 1, Math.floor((y * h) / height)) * w;
    for (let x = 0, at = y * width * 4; x < width; x++, at += 4) {
      const to = row + (columns[x] as number);
      red[to] = (red[to] as number) + (data[at] as number);
      green[to] = (green[to] as number) + (data[at + 1] as number);
      blue[to] = (blue[to] as number) + (data[at + 2] as number);
      count[to] = (count[to] as number) + 1;
    }
  }
  for (const plane of channels) {
    for (let i = 0; i < plane.length; i++) plane[i] = (plane[i] as number) / Math.max(1, count[i] as number);
  }
  return { width: w, height: h, channels };
};

/** A plane with its outermost pixels repeated around it, so that loops over it need no edges. */
interface Padded {
  readonly values: Float32Array;
  /** Pixels of one row. */
  readonly row: number;
}

const padded = (plane: Float32Array, width: number, height: number, reach: number): Padded => {
  const row = width + 2 * reach;
  const values = new Float32Array(row * (height + 2 * reach));
  for (let y = 0; y < height + 2 * reach; y++) {
    const from = Math.min(height - 1, Math.max(0, y - reach)) * width;
    const to = y * row;
    values.set(plane.subarray(from, from + width), to + reach);
    values.fill(plane[from] as number, to, to + reach);
    values.fill(plane[from + width - 1] as number, to + reach + width, to + row);
  }
  return { values, row };
};

const unpadded = ({ values, row }: Padded, width: number, height: number): Float32Array => {
  const plane = new Float32Array(width * height);
  // what was computed for a window lies where the window begins
  for (let y = 0; y < height; y++) plane.set(values.subarray(y * row, y * row + width), y * width);
  return plane;
};

/** What is computed along windows, written where each begins: of what lies further on nothing was written yet. */
type Along = (values: Float32Array, step: number) => void;

/** The largest of each `length` values that are `step` apart, in as many rounds as doubling needs. */
const largest = (values: Float32Array, step: number, length: number): void => {
  for (let size = 1; size < length; ) {
    const shift = Math.min(size, length - size);
    const end = values.length - shift * step;
    for (let i = 0, j = shift * step; i < end; i++, j++) {
      values[i] = Math.max(values[i] as number, values[j] as number);
    }
    size += shift;
  }
};

/** Sums of windows under a bell; `half`: the weight of its middle, then of the pairs beside it. */
const weighted = (values: Float32Array, step: number, half: Float64Array): void => {
  const reach = half.length - 1;
  const end = values.length - 2 * reach * step;
  for (let i = 0; i < end; i++) {
    const middle = i + reach * step;
    let sum = (half[0] as number) * (values[middle] as number);
    for (let k = 1, off = step; k <= reach; k++, off += step) {
      sum += (half[k] as number) * ((values[middle - off] as number) + (values[middle + off] as number));
    }
    values[i] = sum;
  }
};

/** Runs `along` over windows of `2 × reach + 1` pixels, first in rows, then in columns. */
const separably = ({ width, height, channels }: Planes, reach: number, along: Along): Planes => ({
  width,
  height,
  channels: channels.map((plane) => {
    const { values, row } = padded(plane, width, height, reach);
    along(values, 1);
    along(values, row);
    return unpadded({ values, row }, width, height);
  }),
});

const negative = (planes: Planes): Planes => {
  for (const plane of planes.channels) {
    for (let i = 0; i < plane.length; i++) plane[i] = -(plane[i] as number);
  }
  return planes;
};

/** Takes away what is dark and thinner than `2 × reach + 1` pixels, such as letters and lines (morphological closing). */
export const withoutStrokes = (planes: Planes, reach: number): Planes => {
  const grow: Along = (values, step) => largest(values, step, 2 * reach + 1);
  return negative(separably(negative(separably(planes, reach, grow)), reach, grow));
};

/** Gaussian blur. */
export const blurred = (planes: Planes, sigma: number): Planes => {
  const reach = Math.ceil(sigma * 2.5);
  const half = Float64Array.from({ length: reach + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  const total = half.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  const weights = half.map((weight) => weight / total);
  return separably(planes, reach, (values, step) => weighted(values, step, weights));
};
