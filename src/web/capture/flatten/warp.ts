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

/** Draws what lies within the corners (pixels of `source`) as a rectangle of that size, each pixel from its four nearest. */
export const straighten = (
  { data, width, height }: Pixels,
  corners: Corners,
  w: number,
  h: number,
): Pixels => {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = projectionTo(corners);
  const result = new Uint8ClampedArray(w * h * 4).fill(255);
  for (let y = 0, to = 0; y < h; y++) {
    const v = (y + 0.5) / h;
    for (let x = 0; x < w; x++, to += 4) {
      const u = (x + 0.5) / w;
      const depth = m6 * u + m7 * v + m8;
      const px = Math.min(width - 1, Math.max(0, (m0 * u + m1 * v + m2) / depth - 0.5));
      const py = Math.min(height - 1, Math.max(0, (m3 * u + m4 * v + m5) / depth - 0.5));
      const [left, top] = [px | 0, py | 0];
      const [fx, fy] = [px - left, py - top];
      const i = (top * width + left) * 4;
      const right = left + 1 < width ? 4 : 0;
      const below = top + 1 < height ? width * 4 : 0;
      for (let c = 0; c < 3; c++) {
        const first = (data[i + c] as number) * (1 - fx) + (data[i + right + c] as number) * fx;
        const second =
          (data[i + below + c] as number) * (1 - fx) + (data[i + below + right + c] as number) * fx;
        result[to + c] = first * (1 - fy) + second * fy;
      }
    }
  }
  return { data: result, width: w, height: h };
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
