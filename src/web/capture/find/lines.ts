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

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly weight: number;
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

/** Pixels that are steepest across their own edge, so that an edge is one pixel wide. */
const marksOf = ({ width, height, gx, gy, half }: Edges): Mark[] => {
  const steepness = (i: number): number => {
    const [dx, dy] = [gx[i] as number, gy[i] as number];
    return dx * dx + dy * dy;
  };
  const marks: Mark[] = [];
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2, i = y * width + 2; x < width - 2; x++, i++) {
      const [dx, dy] = [gx[i] as number, gy[i] as number];
      const own = dx * dx + dy * dy;
      if (own < half * half * 0.16) continue;
      const size = Math.sqrt(own);
      const step = Math.round(dx / size) + Math.round(dy / size) * width;
      if (own < steepness(i + step) || own <= steepness(i - step)) continue;
      marks.push({ x, y, angle: Math.atan2(dy, dx), weight: size / (size + half) });
    }
  }
  return marks;
};

/** Lets every mark vote for the lines that it may lie on (Hough transform, with the direction of the gradient). */
const vote = (marks: readonly Mark[], reach: number): Float32Array => {
  const rhos = 2 * reach + 1;
  const votes = new Float32Array(ANGLES * rhos);
  for (const { x, y, angle, weight } of marks) {
    const middle = Math.round((angle * 180) / Math.PI);
    for (let off = -SPREAD; off <= SPREAD; off++) {
      const bin = (middle + off + 2 * ANGLES) % ANGLES;
      const radians = (bin * Math.PI) / 180;
      const rho = x * Math.cos(radians) + y * Math.sin(radians) + reach;
      const low = Math.floor(rho);
      const share = rho - low;
      const at = bin * rhos + low;
      votes[at] = (votes[at] as number) + weight * (1 - share);
      votes[at + 1] = (votes[at + 1] as number) + weight * share;
    }
  }
  return votes;
};

/** The weighted best line through the marks near `line` (total least squares). */
const settle = (line: Line, marks: readonly Mark[], near: number): Line => {
  let [sum, sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0, 0];
  for (const { x, y, angle, weight } of marks) {
    if (Math.abs(x * line.nx + y * line.ny - line.rho) > near) continue;
    if (Math.cos(angle) * line.nx + Math.sin(angle) * line.ny < 0.9) continue;
    sum += weight;
    sx += weight * x;
    sy += weight * y;
    sxx += weight * x * x;
    sxy += weight * x * y;
    syy += weight * y * y;
  }
  if (sum < 4) return line;
  const [mx, my] = [sx / sum, sy / sum];
  const [a, b, c] = [sxx / sum - mx * mx, sxy / sum - mx * my, syy / sum - my * my];
  const along = Math.atan2(2 * b, a - c) / 2;
  const [nx, ny] = [-Math.sin(along), Math.cos(along)];
  const sign = nx * line.nx + ny * line.ny < 0 ? -1 : 1;
  return { nx: nx * sign, ny: ny * sign, rho: (mx * nx + my * ny) * sign };
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
    const radians = (Math.floor(peak / rhos) * Math.PI) / 180;
    const first = { nx: Math.cos(radians), ny: Math.sin(radians), rho: (peak % rhos) - reach };
    if (lines.some((one) => isSame(one, first, edges))) continue;
    const line = settle(settle(first, marks, 4), marks, 2);
    if (!lines.some((one) => isSame(one, line, edges))) lines.push(line);
  }
  return lines;
};
