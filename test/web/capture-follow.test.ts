import t from 'tap';
import sharp from 'sharp';
import { follow, FOLLOW_SIDE, sight, type Sighting } from '../../src/web/capture/find/follow.js';
import { findOutline } from '../../src/web/capture/find/outline.js';
import type { Pixels } from '../../src/web/capture/find/pixels.js';
import { straighten } from '../../src/web/capture/flatten/warp.js';
import { type Corners, mapCorners, type Point, scaled, WHOLE } from '../../src/web/capture/geometry.js';
import { chance } from '../helpers/chance.js';
import { sure } from '../helpers/cheating.js';
import { fixture } from '../helpers/pictures.js';
import { cornerErrors, TRUTH } from './capture-scene.js';

const NEAR = 0.03;

const pixelsOf = async (name: string): Promise<Pixels> => {
  const { data, info } = await sharp(fixture(`capture/${name}`))
    .resize({ width: FOLLOW_SIDE, height: FOLLOW_SIDE, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8ClampedArray(data), width: info.width, height: info.height };
};

const seenIn = (picture: Pixels): Sighting | null => {
  const found = findOutline(picture);
  return found && sight(picture, found);
};

/** The same scene from a camera that was pushed, as parts of the picture; places of the first in the second. */
const pushed = (picture: Pixels, { x, y }: Point) => ({
  picture: straighten(
    picture,
    scaled(
      mapCorners(WHOLE, (corner) => ({ x: corner.x + x, y: corner.y + y })),
      picture.width,
      picture.height,
    ),
    picture.width,
    picture.height,
  ),
  moved: (corners: Corners): Corners => mapCorners(corners, (one) => ({ x: one.x - x, y: one.y - y })),
});

const worst = ({ outline }: Sighting, truth: Corners, { width, height }: Pixels): number =>
  Math.max(...cornerErrors(outline.corners, truth, width, height));

/** Papers whose edges are seen all around; of the others a part lies outside, or another edge beside theirs. */
const CLEAR = ['photo-01.jpg', 'photo-02.jpg', 'photo-03.jpg', 'photo-05.jpg', 'photo-07.jpg'];

t.test('a paper that was seen is found again where a hand that shakes has it', async (t) => {
  for (const name of CLEAR) {
    const picture = await pixelsOf(name);
    const seen = sure(seenIn(picture) ?? undefined);
    const { corners } = sure(TRUTH[name]);
    t.ok(worst(seen, corners, picture) < 0.01, `${name}: as it was found`);
    for (const push of [
      { x: 0, y: 0 },
      { x: 0.02, y: -0.01 },
      { x: -0.015, y: 0.02 },
    ]) {
      const later = pushed(picture, push);
      const again = sure(follow(later.picture, seen) ?? undefined);
      t.ok(worst(again, later.moved(corners), picture) < 0.01, `${name}, pushed by ${push.x}, ${push.y}`);
    }
  }
});

t.test('what moved away is not taken for the paper where it was: no corner is wrong', async (t) => {
  const { below } = chance(11);
  const part = (): number => (below(1000) / 1000 - 0.5) * 0.4;
  let refused = 0;
  for (const name of Object.keys(TRUTH)) {
    const picture = await pixelsOf(name);
    const seen = seenIn(picture);
    if (!seen) continue;
    for (let i = 0; i < 12; i++) {
      const later = pushed(picture, { x: part(), y: part() });
      const again = follow(later.picture, seen);
      if (!again) refused++;
      else if (worst(again, later.moved(sure(TRUTH[name]).corners), picture) > NEAR) t.fail(`${name} ${i}`);
    }
  }
  t.ok(refused > 20, `${refused} times the whole photo is examined`);
});

t.test('another paper, a cut one, another camera or none at all is not followed', async (t) => {
  const one = await pixelsOf('photo-01.jpg');
  const seen = sure(seenIn(one) ?? undefined);
  t.equal(follow(await pixelsOf('photo-02.jpg'), seen), null, 'another paper');
  const blank = { ...one, data: new Uint8ClampedArray(one.data.length).fill(200) };
  t.equal(follow(blank, seen), null, 'nothing');
  t.equal(follow(await pixelsOf('photo-07.jpg'), seen), null, 'a picture of another size');
  t.equal(seenIn(await pixelsOf('photo-08.jpg')), null, 'a part of the paper lies outside');
});

t.test('a frame printed near the edge is not mistaken for the edge', async (t) => {
  const [width, height] = [300, 400];
  const box = (left: number, top: number, right: number, bottom: number, colour: string): string =>
    `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" ${colour}/>`;
  const drawn = async (frame: string): Promise<Pixels> => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
      ${box(0, 0, width, height, 'fill="#503a28"')}${box(50, 60, 250, 340, 'fill="#eee"')}${frame}</svg>`;
    const data = await sharp(Buffer.from(svg)).blur(0.8).ensureAlpha().raw().toBuffer();
    return { data: new Uint8ClampedArray(data), width, height };
  };
  const corners = mapCorners(WHOLE, ({ x, y }) => ({
    x: (50 + 200 * x) / width,
    y: (60 + 280 * y) / height,
  }));
  const outline = { corners, confidence: 0.6, isCut: false };
  t.ok(sight(await drawn(''), outline), 'a plain paper');
  const framed = await drawn(box(58, 68, 242, 332, 'fill="none" stroke="#222" stroke-width="3"'));
  t.equal(sight(framed, outline), null, 'which of both edges it is, the whole photo must say');
});
