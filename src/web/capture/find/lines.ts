import type { Point } from '../geometry.js';
import type { Edges } from './edges.js';

/**
 * A straight line with a bright side: points where `x·nx + y·ny = rho`, in pixels; the unit vector `(nx, ny)` looks to
 * the bright side.
 */
export interface Line {
  readonly nx: number;
  readonly ny: number;
  readonly rho: number;
}

/** Places on edges, each as one number of every list: a list of objects would be many times as much to clear away. */
interface Marks {
  readonly count: number;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  /** Towards the bright side: a unit vector. */
  readonly nx: Float32Array;
  readonly ny: Float32Array;
  readonly weight: Float32Array;
}

/** One degree each. */
const ANGLES = 360;
const LINES = 28;
/** Two lines nearer than this are one: degrees and pixels. */
const SAME_ANGLE = 5;
const SAME_RHO = 5;
/** Degrees by which a mark may be wrong about its own direction. */
const SPREAD = 2;
/** Votes that a line needs, as a part of the picture's shorter side. */
const LEAST_PART = 0.03;

const roomFor = (most: number): Marks & { count: number } => ({
  count: 0,
  x: new Uint16Array(most),
  y: new Uint16Array(most),
  nx: new Float32Array(most),
  ny: new Float32Array(most),
  weight: new Float32Array(most),
});

/** Pixels that are steepest across their own edge, so that an edge is one pixel wide. */
const marksOf = ({ width, height, gx, gy, half }: Edges): Marks => {
  const steepness = (i: number): number => {
    const dx = gx[i] as number;
    const dy = gy[i] as number;
    return dx * dx + dy * dy;
  };
  const least = half * half * 0.16;
  // of two neighbours in the direction of the edge's steepness one at most is a mark
  const marks = roomFor(width * height);
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2, i = y * width + 2; x < width - 2; x++, i++) {
      const dx = gx[i] as number;
      const dy = gy[i] as number;
      const own = dx * dx + dy * dy;
      if (own < least) continue;
      const size = Math.sqrt(own);
      const step = Math.round(dx / size) + Math.round(dy / size) * width;
      if (own < steepness(i + step) || own <= steepness(i - step)) continue;
      const at = marks.count++;
      marks.x[at] = x;
      marks.y[at] = y;
      marks.nx[at] = dx / size;
      marks.ny[at] = dy / size;
      marks.weight[at] = size / (size + half);
    }
  }
  return marks;
};

const radiansOf = (bin: number): number => (bin * Math.PI) / 180;
const COSINES = Float64Array.from({ length: ANGLES }, (_, bin) => Math.cos(radiansOf(bin)));
const SINES = Float64Array.from({ length: ANGLES }, (_, bin) => Math.sin(radiansOf(bin)));

/** Lets every mark vote for the lines that it may lie on (Hough transform, with the direction of the gradient). */
const vote = ({ count, x, y, nx, ny, weight }: Marks, reach: number): Float32Array => {
  const rhos = 2 * reach + 1;
  const votes = new Float32Array(ANGLES * rhos);
  for (let i = 0; i < count; i++) {
    const angle = Math.atan2(ny[i] as number, nx[i] as number);
    const middle = Math.round((angle * 180) / Math.PI) + ANGLES;
    for (let bin = middle - SPREAD; bin <= middle + SPREAD; bin++) {
      const turn = bin % ANGLES;
      const rho =
        (x[i] as number) * (COSINES[turn] as number) + (y[i] as number) * (SINES[turn] as number) + reach;
      const low = Math.floor(rho);
      const share = rho - low;
      const at = turn * rhos + low;
      votes[at] = (votes[at] as number) + (weight[i] as number) * (1 - share);
      votes[at + 1] = (votes[at + 1] as number) + (weight[i] as number) * share;
    }
  }
  return votes;
};

interface Moments {
  readonly sum: number;
  readonly sx: number;
  readonly sy: number;
  readonly sxx: number;
  readonly sxy: number;
  readonly syy: number;
}

/** The line of places with these moments, bright on the same side as `like`. */
export const lineThrough = ({ sum, sx, sy, sxx, sxy, syy }: Moments, like: Pick<Line, 'nx' | 'ny'>): Line => {
  const [mx, my] = [sx / sum, sy / sum];
  const [a, b, c] = [sxx / sum - mx * mx, sxy / sum - mx * my, syy / sum - my * my];
  const along = Math.atan2(2 * b, a - c) / 2;
  const [nx, ny] = [-Math.sin(along), Math.cos(along)];
  const sign = nx * like.nx + ny * like.ny < 0 ? -1 : 1;
  return { nx: nx * sign, ny: ny * sign, rho: (mx * nx + my * ny) * sign };
};

/** The weighted best line through the marks near `line` (total least squares). */
const settle = (line: Line, marks: Marks, near: number): Line => {
  const { nx, ny, rho } = line;
  let sum = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (let i = 0; i < marks.count; i++) {
    const x = marks.x[i] as number;
    const y = marks.y[i] as number;
    if (Math.abs(x * nx + y * ny - rho) > near) continue;
    if ((marks.nx[i] as number) * nx + (marks.ny[i] as number) * ny < 0.9) continue;
    const weight = marks.weight[i] as number;
    sum += weight;
    sx += weight * x;
    sy += weight * y;
    sxx += weight * x * x;
    sxy += weight * x * y;
    syy += weight * y * y;
  }
  return sum < 4 ? line : lineThrough({ sum, sx, sy, sxx, sxy, syy }, line);
};

/** Where two lines cross; not for lines that are parallel. */
export const meeting = (a: Line, b: Line): Point => {
  const det = a.nx * b.ny - a.ny * b.nx;
  return { x: (a.rho * b.ny - b.rho * a.ny) / det, y: (a.nx * b.rho - b.nx * a.rho) / det };
};

/** Compared in the middle of the picture: far from it, one degree is many pixels. */
export const isSame = (a: Line, b: Line, { width, height }: Pick<Edges, 'width' | 'height'>): boolean => {
  const off = ({ nx, ny, rho }: Line): number => (nx * width + ny * height) / 2 - rho;
  return (
    a.nx * b.nx + a.ny * b.ny > Math.cos((SAME_ANGLE * Math.PI) / 180) && Math.abs(off(a) - off(b)) < SAME_RHO
  );
};

/** The lines with the most edge along them, strongest first. */
export const linesOf = (edges: Edges): Line[] => {
  const marks = marksOf(edges);
  const reach = Math.ceil(Math.hypot(edges.width, edges.height)) + 2;
  const rhos = 2 * reach + 1;
  const votes = vote(marks, reach);
  const least = Math.min(edges.width, edges.height) * LEAST_PART;
  const peaks: number[] = [];
  for (let i = 1; i < votes.length - 1; i++) {
    const own = votes[i] as number;
    if (own > least && own >= (votes[i - 1] as number) && own > (votes[i + 1] as number)) peaks.push(i);
  }
  peaks.sort((a, b) => (votes[b] as number) - (votes[a] as number));
  const lines: Line[] = [];
  for (const peak of peaks) {
    if (lines.length >= LINES) break;
    const bin = Math.floor(peak / rhos);
    const first = { nx: COSINES[bin] as number, ny: SINES[bin] as number, rho: (peak % rhos) - reach };
    if (lines.some((one) => isSame(one, first, edges))) continue;
    const line = settle(settle(first, marks, 4), marks, 2);
    if (!lines.some((one) => isSame(one, line, edges))) lines.push(line);
  }
  return lines;
};
