import fc from 'fast-check';
import t from 'tap';
import sharp, { type Sharp } from 'sharp';
import { findOutline } from '../../src/web/capture/find/outline.js';
import type { Pixels } from '../../src/web/capture/find/pixels.js';
import { type Corners, isConvex, mapCorners, scaled, WHOLE } from '../../src/web/capture/geometry.js';
import { projectionTo } from '../../src/web/capture/flatten/warp.js';
import { chance } from '../helpers/chance.js';
import { sure } from '../helpers/cheating.js';
import { fixture } from '../helpers/pictures.js';
import { cornerErrors, TRUTH } from './capture-scene.js';

/** As `ux.md` has it: three percent, of the picture's diagonal. */
const NEAR = 0.03;
const GOAL = 0.85;

const pixelsOf = async (picture: Sharp): Promise<Pixels> => {
  const { data, info } = await picture
    .resize({ width: 1000, height: 1000, fit: 'inside' })
    .toColourspace('srgb')
    .removeAlpha()
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
};

/** Numbers 0..1 that replay. */
const randomOf = (seed: number) => {
  const { below } = chance(seed);
  return (): number => below(1 << 20) / (1 << 20);
};

const photo = (name: string): Sharp => sharp(fixture(`capture/${name}`));

t.test('at least 85 of 100 corners are found within 3 %, on easy and on hard photos', async (t) => {
  let [near, all] = [0, 0];
  for (const [name, { difficulty, corners }] of Object.entries(TRUTH)) {
    const pixels = await pixelsOf(photo(name));
    const found = findOutline(pixels);
    const errors = found ? cornerErrors(found.corners, corners, pixels.width, pixels.height) : [];
    near += errors.filter((error) => error <= NEAR).length;
    all += 4;
    if (difficulty !== 'hard') t.ok(errors.length === 4 && Math.max(...errors) < 0.015, name);
    const isCut = corners.some(({ x, y }) => x < 0 || y < 0 || x > 1 || y > 1);
    if (found) t.equal(found.isCut, isCut, `${name}: says whether a part is missing`);
  }
  t.comment(`${near} of ${all} corners`);
  t.ok(near / all >= GOAL);
});

t.test('a fold, a shadow or a sheet beside it is not taken for the paper’s edge', async (t) => {
  for (const name of ['photo-02.jpg', 'photo-03.jpg', 'photo-08.jpg']) {
    const pixels = await pixelsOf(photo(name));
    const { corners } = sure(findOutline(pixels) ?? undefined);
    const errors = cornerErrors(corners, sure(TRUTH[name]).corners, pixels.width, pixels.height);
    t.ok(Math.max(...errors) < NEAR, name);
  }
});

t.test('it does not matter which way the phone was held', async (t) => {
  for (const name of ['photo-02.jpg', 'photo-05.jpg', 'photo-07.jpg']) {
    const { corners } = sure(TRUTH[name]);
    const [a, b, c, d] = corners;
    const turns: readonly [Sharp, Corners][] = [
      [photo(name).rotate(180), mapCorners([c, d, a, b], ({ x, y }) => ({ x: 1 - x, y: 1 - y }))],
      [photo(name).rotate(90), mapCorners([d, a, b, c], ({ x, y }) => ({ x: 1 - y, y: x }))],
      [photo(name).flop(), mapCorners([b, a, d, c], ({ x, y }) => ({ x: 1 - x, y }))],
      [photo(name).modulate({ brightness: 0.4 }), corners],
      [photo(name).blur(3), corners],
    ];
    for (const [i, [picture, truth]] of turns.entries()) {
      const pixels = await pixelsOf(picture);
      const found = sure(findOutline(pixels) ?? undefined);
      t.ok(
        Math.max(...cornerErrors(found.corners, truth, pixels.width, pixels.height)) < NEAR,
        `${name} ${i}`,
      );
    }
  }
});

const part = (name: string, left: number, top: number, width: number, height: number): Sharp => {
  const [w, h] = ['photo-04.jpg', 'photo-06.jpg', 'photo-07.jpg'].includes(name) ? [1000, 750] : [750, 1000];
  return photo(name).extract({
    left: Math.round(left * w),
    top: Math.round(top * h),
    width: Math.round(width * w),
    height: Math.round(height * h),
  });
};

const grain = (sigma: number): Sharp =>
  sharp({
    create: {
      width: 750,
      height: 1000,
      channels: 3,
      background: '#888',
      noise: { type: 'gaussian', mean: 128, sigma },
    },
  });

t.test('where no paper’s edge is seen nothing is proposed but the whole photo', async (t) => {
  const pictures: Readonly<Record<string, Sharp>> = {
    'a screenshot': sharp(fixture('awkward/screenshot.png')),
    'a moving picture': sharp(fixture('awkward/animated.gif')),
    'one pixel': sharp(fixture('awkward/one-pixel.jpg')),
    wood: part('photo-01.jpg', 0, 0, 1, 0.1),
    cloth: part('photo-02.jpg', 0, 0, 1, 0.14),
    concrete: part('photo-04.jpg', 0, 0, 1, 0.14),
    'a page that fills all': part('photo-01.jpg', 0.25, 0.15, 0.6, 0.7),
    'a part of a letter': part('photo-02.jpg', 0.25, 0.2, 0.55, 0.6),
    'a part of a card': part('photo-07.jpg', 0.2, 0.25, 0.6, 0.5),
    grain: grain(30),
    nothing: grain(1),
  };
  for (const [name, picture] of Object.entries(pictures))
    t.equal(findOutline(await pixelsOf(picture)), null, name);
});

/** A page with lines of letters on a rough ground, seen at an angle. */
const scene = (corners: Corners, paper: number, ground: number, seed: number): Pixels => {
  const [width, height] = [330, 440];
  const random = randomOf(seed);
  const rough = Array.from({ length: width }, () => (random() - 0.5) * 24);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = ground + sure(rough[(x + (y >> 3)) % width]) + (random() - 0.5) * 16;
      data.fill(value, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = projectionTo(scaled(corners, width, height));
  for (let v = 0; v < 1; v += 0.0012) {
    for (let u = 0; u < 1; u += 0.0016) {
      const depth = m6 * u + m7 * v + m8;
      const [x, y] = [(m0 * u + m1 * v + m2) / depth, (m3 * u + m4 * v + m5) / depth];
      const isLine = u > 0.12 && u < 0.88 && v > 0.1 && v < 0.9 && (v * 30) % 1 < 0.3 && (u * 57) % 1 < 0.7;
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const at = (Math.floor(y) * width + Math.floor(x)) * 4;
      data.fill((isLine ? paper * 0.3 : paper) + (random() - 0.5) * 10, at, at + 3);
    }
  }
  return { data, width, height };
};

t.test('a page is found wherever and however it lies in the picture', async () => {
  const off = fc.double({ min: 0, max: 0.16, noNaN: true });
  const offs = fc.array(fc.record({ x: off, y: off }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(
      offs,
      fc.integer({ min: 150, max: 250 }),
      fc.integer({ min: 20, max: 90 }),
      fc.nat(),
      (moves, paper, ground, seed) => {
        const corners = mapCorners(WHOLE, ({ x, y }, i) => ({
          x: x === 0 ? 0.05 + sure(moves[i]).x : 0.95 - sure(moves[i]).x,
          y: y === 0 ? 0.05 + sure(moves[i]).y : 0.95 - sure(moves[i]).y,
        }));
        const pixels = scene(corners, paper, ground, seed + 1);
        const found = findOutline(pixels);
        return (
          found !== null &&
          Math.max(...cornerErrors(found.corners, corners, pixels.width, pixels.height)) < NEAR
        );
      },
    ),
    { numRuns: 40, seed: 7 },
  );
});

t.test('whatever the pixels are, what is proposed can be straightened, and nothing breaks', async () => {
  const size = fc.integer({ min: 1, max: 60 });
  fc.assert(
    fc.property(size, size, fc.nat(), (width, height, seed) => {
      const random = randomOf(seed + 1);
      const data = Uint8ClampedArray.from({ length: width * height * 4 }, () => random() * 256);
      const found = findOutline({ data, width, height });
      return (
        found === null ||
        (isConvex(found.corners) && found.corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= 1 && y <= 1))
      );
    }),
    { numRuns: 200 },
  );
});
