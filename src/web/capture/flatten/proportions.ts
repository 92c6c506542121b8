import { type Corners, distance } from '../geometry.js';

/** Width by height of papers that are common: A4 and cards (ISO/IEC 7810 ID-1), upright and lying. */
const COMMON = [210 / 297, 297 / 210, 85.6 / 53.98, 53.98 / 85.6];
/** A paper that comes this near to a common one is taken for it: 4 %. */
const NEAR = 0.04;

/** Mean of opposite sides: right for a paper seen from above. */
const seen = ([a, b, c, d]: Corners): number =>
  (distance(a, b) + distance(d, c)) / Math.max(1e-9, distance(a, d) + distance(b, c));

/**
 * Width by height of a rectangle in space from its picture (Zhang and He, "Whiteboard scanning and image enhancement",
 * 2007, §3.3: square pixels, the lens's axis in the middle of the picture). NaN where the picture does not tell.
 */
const inSpace = (corners: Corners, width: number, height: number): number => {
  const [u, v] = [width / 2, height / 2];
  const [m1, m2, m4, m3] = corners.map(({ x, y }) => [x - u, y - v, 1] as const) as unknown as readonly [
    readonly [number, number, 1],
    readonly [number, number, 1],
    readonly [number, number, 1],
    readonly [number, number, 1],
  ];
  type Vector = readonly [number, number, number];
  const cross = (a: Vector, b: Vector): Vector => [
    a[1] * b[2] - a[2] * b[1],
    a[2] * b[0] - a[0] * b[2],
    a[0] * b[1] - a[1] * b[0],
  ];
  const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  const k2 = dot(cross(m1, m4), m3) / dot(cross(m2, m4), m3);
  const k3 = dot(cross(m1, m4), m2) / dot(cross(m3, m4), m2);
  const side = (k: number, to: Vector): Vector => [k * to[0] - m1[0], k * to[1] - m1[1], k - 1];
  const [across, down] = [side(k2, m2), side(k3, m3)];
  const focal2 = -(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2]);
  const long = Math.max(width, height);
  // lenses of phones: 50 to 120 degrees; anything else is noise of the corners
  if (!(focal2 > (0.3 * long) ** 2 && focal2 < (3 * long) ** 2)) return Number.NaN;
  const size = (to: Vector): number => Math.sqrt((to[0] ** 2 + to[1] ** 2) / focal2 + to[2] ** 2);
  return size(across) / size(down);
};

/** Width by height of the paper itself. `corners` in pixels of a picture of that size. */
export const proportionsOf = (corners: Corners, width: number, height: number): number => {
  const flat = seen(corners);
  const deep = inSpace(corners, width, height);
  const best = Number.isFinite(deep) && deep / flat < 1.5 && deep / flat > 0.66 ? deep : flat;
  return COMMON.find((one) => Math.abs(best / one - 1) < NEAR) ?? best;
};

/** Size in pixels of the straightened paper: as fine as the photo has it, at most `longest` on its longer side. */
export const sizeOf = (
  corners: Corners,
  width: number,
  height: number,
  longest: number,
): { width: number; height: number } => {
  const [a, b, c, d] = corners;
  const ratio = proportionsOf(corners, width, height);
  const across = Math.max(distance(a, b), distance(d, c));
  const down = Math.max(distance(a, d), distance(b, c));
  const w = Math.max(across, down * ratio);
  const scale = Math.min(1, longest / Math.max(w, w / ratio));
  return { width: Math.max(1, Math.round(w * scale)), height: Math.max(1, Math.round((w / ratio) * scale)) };
};
