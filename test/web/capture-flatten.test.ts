import fc from 'fast-check';
import t from 'tap';
import type { Pixels } from '../../src/web/capture/find/pixels.js';
import { evenLight } from '../../src/web/capture/flatten/light.js';
import { proportionsOf, sizeOf } from '../../src/web/capture/flatten/proportions.js';
import { projectionTo, straighten, turned } from '../../src/web/capture/flatten/warp.js';
import {
  areaOf,
  type Corners,
  isUsable,
  mapCorners,
  type Point,
  scaled,
  WHOLE,
} from '../../src/web/capture/geometry.js';
import { isArrow, nudged, withCorner } from '../../src/web/capture/moves.js';
import { sure } from '../helpers/cheating.js';

const part = fc.double({ min: 0, max: 1, noNaN: true });
const anywhere = fc.record({
  x: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  y: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
});
const near = fc.record({
  x: fc.double({ min: 0, max: 0.2, noNaN: true }),
  y: fc.double({ min: 0, max: 0.2, noNaN: true }),
});
/** Outlines that a person could accept. */
const outlines = fc.array(near, { minLength: 4, maxLength: 4 }).map(
  (moves): Corners =>
    mapCorners(WHOLE, ({ x, y }, i) => ({
      x: Math.abs(x - sure(moves[i]).x),
      y: Math.abs(y - sure(moves[i]).y),
    })),
);

const picture = (
  width: number,
  height: number,
  at: (x: number, y: number) => readonly [number, number, number],
): Pixels => {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let i = 0; i < width * height; i++) data.set(at(i % width, Math.floor(i / width)), i * 4);
  return { data, width, height };
};

const pixel = ({ data, width }: Pixels, x: number, y: number): number[] =>
  Array.from(data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3));

t.test('a page’s corners come to the corners of what is kept', async () => {
  const property = fc.property(outlines, (corners) => {
    const m = projectionTo(corners);
    return WHOLE.every(({ x, y }, i) => {
      const depth = m[6] * x + m[7] * y + m[8];
      const to = sure(corners[i]);
      return (
        Math.hypot((m[0] * x + m[1] * y + m[2]) / depth - to.x, (m[3] * x + m[4] * y + m[5]) / depth - to.y) <
        1e-9
      );
    });
  });
  fc.assert(property, { numRuns: 1000 });
});

t.test('a photo of nothing but the page stays pixel for pixel', async (t) => {
  const photo = picture(37, 53, (x, y) => [x * 6, y * 4, (x * y) % 256]);
  t.same(straighten(photo, scaled(WHOLE, 37, 53), 37, 53).data, photo.data);
});

t.test('four quarters are a whole turn, and one goes clockwise', async (t) => {
  const photo = picture(5, 3, (x, y) => [x * 20, y * 20, 0]);
  const once = turned(photo, 1);
  t.same([once.width, once.height], [3, 5]);
  t.same(pixel(once, 2, 0), pixel(photo, 0, 0), 'top left goes to top right');
  t.same(turned(turned(photo, 3), 1).data, photo.data);
  t.same(turned(turned(photo, 2), -2).data, photo.data);
  t.same(turned(turned(once, 1), 2).data, turned(photo, 4).data);
});

/** The corners of a sheet in space as a camera sees them that looks down at it from an angle. Pixels, or null if it is too wide. */
const seenBy = (
  ratio: number,
  tilt: number,
  turn: number,
  roll: number,
  width: number,
  height: number,
): Corners | null => {
  const focal = 0.8 * Math.max(width, height);
  const corners = mapCorners(WHOLE, (corner): Point => {
    const [x0, y0] = [(corner.x - 0.5) * ratio, corner.y - 0.5];
    const [x1, y1] = [x0 * Math.cos(roll) - y0 * Math.sin(roll), x0 * Math.sin(roll) + y0 * Math.cos(roll)];
    const [y2, z2] = [y1 * Math.cos(tilt), y1 * Math.sin(tilt)];
    const [x3, z3] = [x1 * Math.cos(turn) + z2 * Math.sin(turn), z2 * Math.cos(turn) - x1 * Math.sin(turn)];
    const depth = 1.6 * Math.max(1, ratio) + z3;
    return { x: width / 2 + (focal * x3) / depth, y: height / 2 + (focal * y2) / depth };
  });
  return isUsable(mapCorners(corners, ({ x, y }) => ({ x: x / width, y: y / height }))) ? corners : null;
};

t.test('a paper has its true proportions again, from whichever side it was photographed', async (t) => {
  const angle = fc.double({ min: 0.15, max: 0.5, noNaN: true });
  const property = fc.property(
    fc.double({ min: 0.5, max: 2, noNaN: true }),
    angle,
    angle,
    fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    (ratio, tilt, turn, roll) => {
      const corners = seenBy(ratio, tilt, turn, roll, 3000, 4000);
      return corners === null || Math.abs(proportionsOf(corners, 3000, 4000) / ratio - 1) < 0.045;
    },
  );
  fc.assert(property, { numRuns: 500 });
  const a4 = sure(seenBy(210 / 297, 0.3, 0.05, 0.1, 3000, 4000) ?? undefined);
  t.equal(proportionsOf(a4, 3000, 4000), 210 / 297, 'A4 is A4');
  t.match(sizeOf(a4, 3000, 4000, 2000), { width: 1414, height: 2000 });
});

t.test('paper becomes white, ink black, and nothing that is faint is lost', async (t) => {
  // lit from the left, with grey ink, a red stamp, a watermark that is hardly there, and a table of blue
  const light = (x: number): number => 0.85 - (0.5 * x) / 600;
  const page = picture(600, 800, (x, y) => {
    const l = light(x);
    if (y > 100 && y < 110) return [70 * l, 70 * l, 70 * l];
    if (x > 400 && x < 440 && y > 600 && y < 640) return [220 * l, 60 * l, 60 * l];
    if (y > 300 && y < 330) return [242 * l, 238 * l, 230 * l];
    return [250 * l, 246 * l, 238 * l];
  });
  evenLight(page);
  for (const x of [50, 300, 550]) {
    const [white, ink, mark] = [pixel(page, x, 500), pixel(page, x, 105), pixel(page, x, 315)];
    t.ok(Math.min(...white) > 205, `paper at ${x}: ${white.join()}`);
    t.ok(Math.max(...ink) < 90, `ink at ${x}: ${ink.join()}`);
    t.ok(sure(white[1]) - sure(mark[1]) >= 5, `watermark at ${x}: ${mark.join()} in ${white.join()}`);
  }
  const [red, green, blue] = pixel(page, 420, 620);
  t.ok(
    sure(red) > 150 && sure(red) - sure(green) > 90 && sure(red) - sure(blue) > 90,
    `stamp: ${[red, green, blue].join()}`,
  );
});

t.test('light does nothing strange to what is no paper', async () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 50 }),
    fc.integer({ min: 1, max: 50 }),
    fc.nat(255),
    (width, height, value) => {
      const plain = picture(width, height, () => [value, value, value]);
      evenLight(plain);
      return new Set(plain.data).size <= 2;
    },
  );
  fc.assert(property, { numRuns: 300 });
});

t.test('no push and no drag leaves an outline that could not be straightened', async () => {
  const pushes = fc.array(
    fc.record({
      corner: fc.nat(3),
      to: anywhere,
      arrow: fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'),
      isDrag: fc.boolean(),
    }),
    { maxLength: 60 },
  );
  const property = fc.property(outlines, pushes, part, (start, moves, step) => {
    let corners = start;
    for (const { corner, to, arrow, isDrag } of moves) {
      if (isDrag) corners = withCorner(corners, corner, to);
      else if (isArrow(arrow)) corners = nudged(corners, corner, arrow, step);
      if (!isUsable(corners) || areaOf(corners) <= 0) return false;
      if (corners.some(({ x, y }) => x < 0 || y < 0 || x > 1 || y > 1)) return false;
    }
    return true;
  });
  fc.assert(property, { numRuns: 500 });
});
