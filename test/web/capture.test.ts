/// <reference lib="dom" />
import sharp from 'sharp';
import t from 'tap';
import type { Corners } from '../../src/web/capture/geometry.js';
import { readJpeg } from '../../src/client/pdf/jpeg.js';
import { PAGE_BYTES, PAGE_SIDE } from '../../src/web/capture/messages.js';
import { noBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { contains } from '../helpers/pictures.js';
import { captureScene, cornerErrors, TRUTH } from './capture-scene.js';

const skip = noBrowser();
/** The longest that the page itself may be busy at one time while a photo becomes a page, in milliseconds. */
const BUSY_MS = 150;

const scene = skip ? null : await captureScene(t);
const visitor = () => there(scene)();
type Visitor = Awaited<ReturnType<typeof visitor>>;

const flat = async ({ call }: Visitor, corners: Corners | null, quarters = 0) => {
  const result = await call('flatten', corners, quarters);
  if ('refused' in result) throw new Error(result.refused);
  return { ...result, jpeg: new Uint8Array(Buffer.from(result.jpeg, 'base64')) };
};

/** Markers of all segments before the picture itself. */
const markers = (jpeg: Uint8Array): number[] => {
  const found = [];
  for (let at = 2; jpeg[at + 1] !== 0xda; at += 2 + sure(jpeg[at + 2]) * 256 + sure(jpeg[at + 3]))
    found.push(sure(jpeg[at + 1]));
  return found;
};

t.test(
  'a photo as a phone takes it becomes a page: upright, straight, light, small, and silent about where it was taken',
  { skip },
  async (t) => {
    const guest = await visitor();
    // Exif turns 6 and 3
    for (const [name, width, height] of [
      ['photo-01.jpg', 750, 1000],
      ['photo-06.jpg', 1000, 750],
    ] as const) {
      const photo = await guest.open(`photos/${name}`);
      t.same([photo.width, photo.height], [width, height], `${name} stands upright`);
      const found = sure(photo.outline ?? undefined);
      const { corners, paperMm } = sure(TRUTH[name]);
      t.ok(Math.max(...cornerErrors(found.corners, corners, width, height)) < 0.015, `${name}: corners`);
      const page = await flat(guest, found.corners);
      t.match(readJpeg(page.jpeg), { width: page.width, height: page.height });
      t.ok(
        Math.abs(page.width / page.height / (paperMm[0] / paperMm[1]) - 1) < 0.02,
        `${name}: ${page.width} × ${page.height}`,
      );
      t.ok(
        page.jpeg.length <= PAGE_BYTES && Math.max(page.width, page.height) <= PAGE_SIDE,
        `${page.jpeg.length} bytes`,
      );
      t.ok(page.width * page.height > 1_500_000, 'fine enough to be read');
      t.same(
        markers(page.jpeg).filter((marker) => marker === 0xfe || (marker > 0xe0 && marker <= 0xef)),
        [],
        'no metadata',
      );
      for (const word of ['CANARY', 'Exif', 'xmp', 'GPS']) t.notOk(contains(page.jpeg, word), word);
      const { channels } = await sharp(page.jpeg).stats();
      t.ok(
        channels.every(({ mean }) => mean > 150),
        `${name}: as bright as paper`,
      );
      const side = await flat(guest, found.corners, 1);
      t.same([side.width, side.height], [page.height, page.width], 'turned by a quarter');
    }
    t.ok(Math.max(0, ...(await guest.call('longTasks'))) <= BUSY_MS, 'the page went on answering');
    t.same(guest.faults(), []);
  },
);

t.test('the whole photo can always be kept, as it is, and small', { skip }, async (t) => {
  const guest = await visitor();
  await guest.open('photos/photo-01.jpg');
  const whole = await flat(guest, null);
  t.same([whole.width, whole.height], [1500, 2000]);
  t.ok(whole.jpeg.length <= PAGE_BYTES);
  t.notOk(contains(whole.jpeg, 'CANARY'));
  const crossed = sure(TRUTH['photo-01.jpg']).corners;
  const never = await flat(guest, [crossed[0], crossed[2], crossed[1], crossed[3]]);
  t.same([never.width, never.height], [1500, 2000], 'corners that cross crop nothing');
  const screenshot = await guest.open('awkward/screenshot.png');
  t.equal(screenshot.outline, null);
  const kept = await flat(guest, null);
  t.same([kept.width, kept.height], [923, 2000]);
});

t.test(
  'what is no photo, or not whole, or too large, is refused with its reason, and the next photo works',
  { skip },
  async (t) => {
    const guest = await visitor();
    const refusals = {
      'bomb-20000x20000.png': 'too_many_pixels',
      'empty.jpg': 'empty_file',
      'truncated.jpg': 'truncated_file',
      'really-a-pdf.jpg': 'unsupported_type',
      'script.svg': 'unsupported_type',
      'html-inside.pdf': 'unsupported_type',
      'photo.heic': 'unsupported_type',
    };
    for (const [name, refused] of Object.entries(refusals))
      t.same(await guest.call('open', `/fixtures/awkward/${name}`), { refused }, name);
    t.same(
      await guest.call('flatten', null, 0),
      { refused: 'internal' },
      'the photo before is not taken for it',
    );
    t.same(
      await guest.page.evaluate(() => (globalThis as { samplesPwned?: unknown }).samplesPwned),
      undefined,
    );
    for (const name of ['image.webp', 'one-pixel.jpg', 'animated.gif'])
      t.notMatch(await guest.call('open', `/fixtures/awkward/${name}`), { refused: String }, name);
    t.match(
      await guest.call('shoot', '/fixtures/capture/photo-05.jpg'),
      { width: 750, gone: true },
      'the camera’s own picture',
    );
    t.ok((await flat(guest, null)).jpeg.length > 0);
    for (const [seen, name] of [
      ['photo-05.jpg', 'photo-05.jpg'],
      ['photo-01.jpg', 'photo-02.jpg'],
      ['photo-02.jpg', 'photo-07.jpg'],
    ] as const) {
      t.same(await guest.call('look', `/fixtures/capture/${seen}`), { gone: true }, 'a frame is not kept');
      const shot = await guest.call('shoot', `/fixtures/capture/${name}`);
      const outline = 'refused' in shot ? null : shot.outline;
      const errors = cornerErrors(sure(outline ?? undefined).corners, sure(TRUTH[name]).corners, 3, 4);
      t.ok(Math.max(...errors) < 0.015, `${name}: the photo’s own paper, whatever was seen before`);
    }
    await guest.call('forget');
    t.same(await guest.call('flatten', null, 0), { refused: 'internal' }, 'a photo that was let go is gone');
    await guest.call('restart');
    t.ok((await guest.open('capture/photo-07.jpg')).outline, 'a worker that ended can be started again');
    t.same(guest.faults(), []);
  },
);
