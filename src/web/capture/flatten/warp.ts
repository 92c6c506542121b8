import type { Pixels } from '../find/pixels.js';
import type { Corners } from '../geometry.js';

/** Nine numbers, row by row, that take places of one plane to another (a homography). */
export type Projection = readonly [number, number, number, number, number, number, number, number, number];

/** Takes the unit square to the four corners (Heckbert, "Fundamentals of Texture Mapping", 1989, §2.2.3). */
export const projectionTo = ([a, b, c, d]: Corners): Projection => {
  const [x1, x2, x3] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x];
  const [y1, y2, y3] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y];
  const det = x1 * y2 - x2 * y1;
  const [g, h] = [(x3 * y2 - x2 * y3) / det, (x1 * y3 - x3 * y1) / det];
  return [
    b.x - a.x + g * b.x,
    d.x - a.x + h * d.x,
    a.x,
    b.y - a.y + g * b.y,
    d.y - a.y + h * d.y,
    a.y,
    g,
    h,
    1,
  ];
};

const RED_BLUE = 0xff00ff;
const OPAQUE = 0xff000000;

/** Two pixels mixed, `part` of 256 of the second: red and blue at once, and green; alpha is left away. */
const mixed = (a: number, b: number, part: number): number => {
  const rest = 256 - part;
  const redBlue = (Math.imul(a & RED_BLUE, rest) + Math.imul(b & RED_BLUE, part) + 0x800080) >>> 8;
  const green = Math.imul((a >>> 8) & 255, rest) + Math.imul((b >>> 8) & 255, part) + 128;
  return (redBlue & RED_BLUE) | (green & 0xff00);
};

/** Draws what lies within the corners (pixels of `source`) as a rectangle of that size, each pixel from its four nearest. */
export const straighten = (
  { data, width, height }: Pixels,
  corners: Corners,
  w: number,
  h: number,
): Pixels => {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = projectionTo(corners);
  const from = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const to = new Uint32Array(w * h);
  const column = 1 / w;
  for (let y = 0, at = 0; y < h; y++) {
    const v = (y + 0.5) / h;
    const [beginX, beginY, beginDepth] = [m1 * v + m2, m4 * v + m5, m7 * v + m8];
    for (let x = 0; x < w; x++, at++) {
      const u = (x + 0.5) * column;
      const near = 1 / (m6 * u + beginDepth);
      const px = Math.min(width - 1, Math.max(0, (m0 * u + beginX) * near - 0.5));
      const py = Math.min(height - 1, Math.max(0, (m3 * u + beginY) * near - 0.5));
      const left = px | 0;
      const top = py | 0;
      const across = ((px - left) * 256) | 0;
      const i = top * width + left;
      const right = left + 1 < width ? 1 : 0;
      const below = top + 1 < height ? width : 0;
      const first = mixed(from[i] as number, from[i + right] as number, across);
      const second = mixed(from[i + below] as number, from[i + below + right] as number, across);
      to[at] = mixed(first, second, ((py - top) * 256) | 0) | OPAQUE;
    }
  }
  return { data: new Uint8ClampedArray(to.buffer), width: w, height: h };
};

/** Turns by quarters, clockwise. */
export const turned = (picture: Pixels, quarters: number): Pixels => {
  const { data, width, height } = picture;
  const turns = ((quarters % 4) + 4) % 4;
  if (turns === 0) return picture;
  const [w, h] = turns === 2 ? [width, height] : [height, width];
  const [from, to] = [new Uint32Array(data.buffer, data.byteOffset, width * height), new Uint32Array(w * h)];
  for (let y = 0, i = 0; y < h; y++) {
    for (let x = 0; x < w; x++, i++) {
      const [sx, sy] =
        turns === 1
          ? [y, height - 1 - x]
          : turns === 2
            ? [width - 1 - x, height - 1 - y]
            : [width - 1 - y, x];
      to[i] = from[sy * width + sx] as number;
    }
  }
  return { data: new Uint8ClampedArray(to.buffer), width: w, height: h };
};
