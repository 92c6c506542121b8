import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { findOutline } from '../../src/web/capture/find/outline.js';
import type { Pixels } from '../../src/web/capture/find/pixels.js';
import { type Projection, projectionTo, straighten } from '../../src/web/capture/flatten/warp.js';
import { type Corners, mapCorners, type Point, scaled, WHOLE } from '../../src/web/capture/geometry.js';
import { chance } from '../../test/helpers/chance.js';
import { cornerErrors, TRUTH } from '../../test/web/capture-scene.js';

const NEAR = 0.03;
const ROUNDS = 6;

const through = (m: readonly number[], { x, y }: Point): Point => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
  const depth = g * x + h * y + i;
  return { x: (a * x + b * y + c) / depth, y: (d * x + e * y + f) / depth };
};

/** The way back, up to a factor that does not matter (adjugate matrix). */
const backwards = ([a, b, c, d, e, f, g, h, i]: Projection): number[] => [
  e * i - f * h,
  c * h - b * i,
  b * f - c * e,
  f * g - d * i,
  a * i - c * g,
  c * d - a * f,
  d * h - e * g,
  b * g - a * h,
  a * e - b * d,
];

interface Variant {
  readonly pixels: Pixels;
  readonly truth: Corners;
}

type Random = () => number;

/** The same photo as if it had been taken from elsewhere: turned by up to 20°, nearer or farther, at another angle. */
const elsewhere = (photo: Pixels, truth: Corners, random: Random): Variant | null => {
  const { width, height } = photo;
  const angle = (random() - 0.5) * 0.7;
  const size = 0.7 + 0.45 * random();
  const [cx, cy] = [0.4 + 0.2 * random(), 0.4 + 0.2 * random()];
  const frame = mapCorners(WHOLE, ({ x, y }) => {
    const dx = ((x - 0.5) * size + (random() - 0.5) * 0.12) * width;
    const dy = ((y - 0.5) * size + (random() - 0.5) * 0.12) * height;
    return {
      x: cx * width + dx * Math.cos(angle) - dy * Math.sin(angle),
      y: cy * height + dx * Math.sin(angle) + dy * Math.cos(angle),
    };
  });
  const isWithin = frame.every(({ x, y }) => x >= 0 && y >= 0 && x < width && y < height);
  const back = backwards(projectionTo(frame));
  const corners = mapCorners(scaled(truth, width, height), (corner) => through(back, corner));
  const isSeen = corners.every(({ x, y }) => x > -0.03 && y > -0.03 && x < 1.03 && y < 1.03);
  return isWithin && isSeen ? { pixels: straighten(photo, frame, width, height), truth: corners } : null;
};

const spoil = ({ data }: Pixels, how: 'as it is' | 'dark' | 'grainy', random: Random): void => {
  if (how === 'as it is') return;
  const [light, grain] = how === 'dark' ? [0.35, 8] : [1, 60];
  for (let i = 0; i < data.length; i++) {
    if (i % 4 !== 3) data[i] = (data[i] as number) * light + (random() - 0.5) * grain;
  }
};

/** Which corner comes first depends on how far the photo was turned; the best of the four orders counts. */
const nearCorners = (found: Corners, truth: Corners, { width, height }: Pixels): number =>
  Math.max(
    ...[0, 1, 2, 3].map((turn) => {
      const turned = mapCorners(truth, (_, i) => truth[(i + turn) % 4] as Point);
      return cornerErrors(found, turned, width, height).filter((error) => error <= NEAR).length;
    }),
  );

const load = async (name: string): Promise<Pixels> => {
  const file = readFileSync(new URL(`../../../test/fixtures/capture/${name}`, import.meta.url));
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
};

/** Photos that nobody looked at while the finder was written, made from those that were: corners found, for each kind. */
export const measureVariants = async (seed: number): Promise<(readonly [string, string])[]> => {
  const { below } = chance(seed);
  const random = (): number => below(1 << 24) / (1 << 24);
  const rows: (readonly [string, string])[] = [];
  for (const how of ['as it is', 'dark', 'grainy'] as const) {
    let [near, all, none] = [0, 0, 0];
    for (const [name, { corners }] of Object.entries(TRUTH)) {
      const photo = await load(name);
      for (let made = 0, tries = 0; made < ROUNDS && tries < 150; tries++) {
        const variant = elsewhere(photo, corners, random);
        if (!variant) continue;
        made++;
        spoil(variant.pixels, how, random);
        const found = findOutline(variant.pixels);
        all += 4;
        if (found) near += nearCorners(found.corners, variant.truth, variant.pixels);
        else none++;
      }
    }
    const part = `${near} of ${all} corners, ${((near / all) * 100).toFixed(1)} %`;
    rows.push([`taken from elsewhere, ${how}`, `${part}; whole photo proposed ${none} times`]);
  }
  return rows;
};
