import sharp from 'sharp';
import t from 'tap';
import { makeThumbnail } from '../../src/cli/thumbnail.js';
import { contains, fixture, noise, tagged } from '../helpers/pictures.js';

const LIMIT = 32_760;

t.test('a photo gets a small upright picture without its metadata', async (t) => {
  const thumbnail = await makeThumbnail(fixture('photos/photo-01.jpg'), 'image/jpeg');
  if (!thumbnail) throw new Error('no thumbnail');
  t.ok(thumbnail.length <= LIMIT, `${thumbnail.length} bytes`);
  const meta = await sharp(thumbnail).metadata();
  t.match(meta, { format: 'webp', width: 360, height: 480 });
  t.strictSame(
    [meta.exif, meta.xmp, meta.iptc, meta.orientation],
    [undefined, undefined, undefined, undefined],
  );
  t.notOk(contains(thumbnail, 'CANARY'));
});

t.test('every kind that this machine decodes gets one, never larger than its container', async (t) => {
  for (const [bytes, mediaType] of [
    [fixture('awkward/screenshot.png'), 'image/png'],
    [fixture('awkward/image.webp'), 'image/webp'],
    [fixture('awkward/animated.gif'), 'image/gif'],
    [fixture('awkward/one-pixel.jpg'), 'image/jpeg'],
    [new Uint8Array(await noise(900, 900, 4).png().toBuffer()), 'image/png'],
    [new Uint8Array(await noise(300, 300).toColourspace('cmyk').jpeg().toBuffer()), 'image/jpeg'],
    [new Uint8Array(await tagged(noise(60, 40).tiff()).toBuffer()), 'image/tiff'],
    [new Uint8Array(await noise(64, 48).avif({ effort: 0 }).toBuffer()), 'image/avif'],
    [new Uint8Array(await noise(2000, 3).greyscale().png().toBuffer()), 'image/png'],
  ] as const) {
    const thumbnail = await makeThumbnail(bytes, mediaType);
    t.ok(thumbnail && thumbnail.length > 0 && thumbnail.length <= LIMIT, `${mediaType} ${thumbnail?.length}`);
    const { width = 0, height = 0 } = thumbnail ? await sharp(thumbnail).metadata() : {};
    t.ok(Math.max(width, height) <= 480, `${width} × ${height}`);
  }
});

t.test('what cannot be decoded here has none, and adding the paper goes on', async (t) => {
  for (const [name, mediaType] of [
    ['awkward/truncated.jpg', 'image/jpeg'],
    ['awkward/bomb-20000x20000.png', 'image/png'],
    ['awkward/password.pdf', 'application/pdf'],
    ['awkward/script.svg', 'image/svg+xml'],
    ['awkward/script.svg', 'image/jpeg'],
    ['awkward/empty.jpg', 'image/jpeg'],
  ] as const) {
    t.equal(await makeThumbnail(fixture(name), mediaType), null, name);
  }
  const heic = await makeThumbnail(fixture('awkward/photo.heic'), 'image/heic');
  t.ok(heic === null || heic.length <= LIMIT, 'a HEIC where the library can, else none');
});
