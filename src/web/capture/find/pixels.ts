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

type Fold = (line: Float32Array, at: number, length: number) => number;

/** Runs `fold` along all rows, then along all columns. `line` is one of them, its ends repeated `reach` times. */
const separably = (plane: Float32Array, width: number, height: number, reach: number, fold: Fold) => {
  const along = (source: Float32Array, length: number, lines: number, step: number, jump: number) => {
    const result = new Float32Array(source.length);
    const line = new Float32Array(length + 2 * reach);
    for (let i = 0; i < lines; i++) {
      for (let j = 0; j < line.length; j++) {
        const k = Math.min(length - 1, Math.max(0, j - reach));
        line[j] = source[i * jump + k * step] as number;
      }
      for (let j = 0; j < length; j++) result[i * jump + j * step] = fold(line, j, 2 * reach + 1);
    }
    return result;
  };
  return along(along(plane, width, height, 1, width), height, width, width, 1);
};

const most: Fold = (line, at, length) => {
  let value = line[at] as number;
  for (let i = at + 1; i < at + length; i++) if ((line[i] as number) > value) value = line[i] as number;
  return value;
};

const least: Fold = (line, at, length) => {
  let value = line[at] as number;
  for (let i = at + 1; i < at + length; i++) if ((line[i] as number) < value) value = line[i] as number;
  return value;
};

const eachPlane = (planes: Planes, change: (plane: Float32Array) => Float32Array): Planes => ({
  ...planes,
  channels: planes.channels.map(change),
});

/** Takes away what is dark and thinner than `2 × reach + 1` pixels, such as letters and lines (morphological closing). */
export const withoutStrokes = (planes: Planes, reach: number): Planes =>
  eachPlane(planes, (plane) => {
    const grown = separably(plane, planes.width, planes.height, reach, most);
    return separably(grown, planes.width, planes.height, reach, least);
  });

/** Gaussian blur. */
export const blurred = (planes: Planes, sigma: number): Planes => {
  const reach = Math.ceil(sigma * 2.5);
  const bell = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = bell.reduce((sum, weight) => sum + weight, 0);
  const mean: Fold = (line, at, length) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += (line[at + i] as number) * (bell[i] as number);
    return sum / total;
  };
  return eachPlane(planes, (plane) => separably(plane, planes.width, planes.height, reach, mean));
};
