import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import t from 'tap';
import { cleanPhoto, examine, prepare } from '../../src/client/intake/intake.js';
import { contains, fixture, join, noise, shown, stored, tagged } from '../helpers/pictures.js';

const bytesOf = async (picture: Sharp): Promise<Uint8Array> => new Uint8Array(await picture.toBuffer());
const take = (bytes: Uint8Array) => prepare({ name: 'papier', bytes }, { keepMetadata: false });

const FORMATS: readonly (readonly [string, (orientation: number) => Promise<Uint8Array>])[] = [
  ['PNG', (orientation) => bytesOf(tagged(noise(40, 24, 4).png(), orientation))],
  ['palette PNG', (orientation) => bytesOf(tagged(noise().png({ palette: true }), orientation))],
  ['WebP', (orientation) => bytesOf(tagged(noise(40, 24, 4).webp(), orientation))],
  ['lossless WebP', (orientation) => bytesOf(tagged(noise().webp({ lossless: true }), orientation))],
  ['TIFF', (orientation) => bytesOf(tagged(noise().tiff({ compression: 'lzw' }), orientation))],
  ['tiled TIFF', (o) => bytesOf(tagged(noise(300, 200).tiff({ tile: true, compression: 'deflate' }), o))],
  ['JPEG in TIFF', (orientation) => bytesOf(tagged(noise().tiff({ compression: 'jpeg' }), orientation))],
  ['AVIF', (orientation) => bytesOf(tagged(noise(64, 48).avif({ effort: 0 }), orientation))],
];

t.test('a picture of any kind loses its traces, keeps its pixels and stays upright', async (t) => {
  for (const [name, make] of FORMATS) {
    for (const orientation of [1, 6, 3]) {
      const before = await make(orientation);
      const traces = (await sharp(before).metadata()).xmp;
      t.ok(traces && contains(traces, 'CANARY-XMP'), `${name} holds what must go`);
      const { bytes, removed } = take(before);
      t.notOk(contains(bytes, 'CANARY-'), name);
      t.equal((await sharp(bytes).metadata()).xmp, undefined, name);
      t.ok(removed.includes('xmp'), `${name}: ${removed.join()}`);
      if (!name.includes('TIFF')) t.ok(removed.includes('exif') && removed.includes('position'), name);
      t.equal(await stored(bytes), await stored(before), `${name}, same pixels`);
      t.equal(await shown(bytes), await shown(before), `${name}, same way up`);
      t.strictSame(
        take(bytes).removed.filter((each) => each !== 'exif'),
        [],
        `${name}, cleaned once`,
      );
    }
  }
});

t.test('size is told as the picture is shown', async (t) => {
  for (const [name, make] of FORMATS) {
    const { width, height } = await sharp(await make(6))
      .autoOrient()
      .png()
      .toBuffer({ resolveWithObject: true })
      .then(({ info }) => info);
    t.match(take(await make(6)), { width, height }, name);
  }
});

t.test('what phones append behind a picture goes', async (t) => {
  for (const [name, make] of FORMATS.filter(([each]) => !each.includes('TIFF'))) {
    const before = take(await make(1)).bytes;
    const { bytes, removed } = take(join(before, '\0\0\0\x20mpvdCANARY-VIDEO-of-the-moment!!'));
    t.strictSame(removed, ['appended_data'], name);
    t.strictSame(bytes, before, name);
  }
});

const pngChunk = (type: string, data: Uint8Array | string): Uint8Array => {
  const body = join(type, data);
  const number = Buffer.alloc(8);
  number.writeUInt32BE(data.length);
  number.writeUInt32BE(crc32(body), 4);
  return join(number.subarray(0, 4), body, number.subarray(4));
};

/** Straight from the definition (PNG, annex D), as a second opinion. */
const crc32 = (bytes: Uint8Array): number => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
};

t.test('texts, times and private notes in a PNG go; its colours stay', async (t) => {
  const png = await bytesOf(noise().png());
  const insert = (...chunks: Uint8Array[]) => join(png.subarray(0, 33), ...chunks, png.subarray(33));
  const colours = [pngChunk('gAMA', '\0\0\xb1\x8f'), pngChunk('pHYs', '\0\0\x0b\x13\0\0\x0b\x13\x01')];
  const traces = [
    pngChunk('tEXt', 'Author\0CANARY'),
    pngChunk('zTXt', join('Comment\0\0', deflateSync('CANARY'))),
    pngChunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0CANARY'),
    pngChunk('tIME', '\x07\xe8\x01\x01\0\0\0'),
    pngChunk('caNv', 'CANARY'),
  ];
  const { bytes, removed } = take(insert(...colours, ...traces));
  t.strictSame(bytes, insert(...colours));
  t.strictSame(removed, ['comment', 'xmp', 'time', 'other_metadata']);
});

t.test('a PNG with a wrong byte in its picture is called damaged, not kept silently', async (t) => {
  const png = fixture('awkward/screenshot.png');
  const wrong = Uint8Array.from(png);
  wrong[5000] = (wrong[5000] ?? 0) ^ 1;
  t.throws(() => examine(wrong, 'a.png'), { code: 'broken_file' });
});

t.test('an animation keeps all its frames and its loop; notes inside it go', async (t) => {
  const gif = fixture('awkward/animated.gif');
  const at = 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1);
  const comment = '\x21\xfe\x06CANARY\0';
  const xmp = '\x21\xff\x0bXMP DataXMP\x06CANARY\0';
  const other = '\x21\xff\x0bPRIVATE 1.0\x06CANARY\0';
  const { bytes, removed, notes } = take(join(gif.subarray(0, at), comment, xmp, other, gif.subarray(at)));
  t.ok(Buffer.from(bytes).equals(gif));
  t.ok(contains(bytes, 'NETSCAPE2.0'));
  t.strictSame(removed, ['comment', 'xmp', 'other_metadata']);
  t.strictSame(notes, ['animated']);
  const webp = await bytesOf(tagged(sharp(gif, { pages: -1 }).webp()));
  const moving = take(webp);
  t.strictSame(moving.notes, ['animated']);
  t.notOk(contains(moving.bytes, 'CANARY-'));
  t.equal(await stored(moving.bytes), await stored(webp));
});

t.test('a scan of several pages in one TIFF keeps its pages; its texts go', async (t) => {
  const pages = sharp(join(...(await Promise.all([1, 2, 3].map(() => noise().raw().toBuffer())))), {
    raw: { width: 40, height: 72, channels: 3, pageHeight: 24 },
  });
  const before = await bytesOf(tagged(pages.tiff({ compression: 'none' })));
  const { bytes, removed, ...rest } = take(before);
  t.match(rest, {
    mediaType: 'image/tiff',
    extension: 'tif',
    pages: 3,
    width: 40,
    height: 24,
    notes: ['tiny_picture'],
  });
  t.ok(removed.includes('xmp'));
  t.notOk(contains(bytes, 'CANARY-'));
  t.equal(await stored(bytes), await stored(before));
});

const tiffEntry = (tag: number, type: number, count: number, value: number): Uint8Array => {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(tag);
  bytes.writeUInt16LE(type, 2);
  bytes.writeUInt32LE(count, 4);
  bytes.writeUInt32LE(value, 8);
  return bytes;
};

/** A grey 2 × 2 picture with an Exif directory, a position, a name and unused bytes, as scanners and phones write them. */
const taggedTiff = (): Uint8Array => {
  const data = 8 + 2 + 12 * 12 + 4;
  const entries = [
    tiffEntry(256, 4, 1, 2),
    tiffEntry(257, 4, 1, 2),
    tiffEntry(258, 3, 1, 8),
    tiffEntry(259, 3, 1, 1),
    tiffEntry(262, 3, 1, 1),
    tiffEntry(273, 4, 1, data),
    tiffEntry(274, 3, 1, 6),
    tiffEntry(278, 4, 1, 2),
    tiffEntry(279, 4, 1, 4),
    tiffEntry(315, 2, 12, data + 4),
    tiffEntry(34665, 4, 1, data + 16),
    tiffEntry(34853, 4, 1, data + 16),
  ];
  return join(
    'II*\0',
    [8, 0, 0, 0],
    [12, 0],
    ...entries,
    [0, 0, 0, 0, 1, 2, 3, 4],
    'CANARY-NAME\0',
    'CANARY-EXIF',
    'CANARY-REST',
  );
};

t.test('name, Exif, position and unused bytes of a TIFF go; it is still shown upright', async (t) => {
  const before = taggedTiff();
  const { bytes, removed } = take(before);
  t.strictSame(removed, ['other_metadata', 'exif', 'position']);
  t.notOk(contains(bytes, 'CANARY'));
  t.equal((await sharp(bytes).metadata()).orientation, 6);
  t.equal(await stored(bytes), await stored(before));
});

t.test('a raw camera file is refused rather than emptied', async (t) => {
  const tiff = Buffer.from(await noise().tiff().toBuffer());
  const directory = tiff.readUInt32LE(4);
  tiff.writeUInt16LE(330, directory + 2 + 12 * (tiff.readUInt16LE(directory) - 1));
  t.throws(() => examine(new Uint8Array(tiff), 'a.tif'), { code: 'unsupported_type' });
});

t.test('a HEIC may hide notes in names, free boxes and unused data: all of it goes', async (t) => {
  const avif = await bytesOf(noise(64, 48).avif({ effort: 0 }));
  const before = join(avif, '\0\0\0\x16uuid0123456789CANARY', '\0\0\0\x0efreeCANARY');
  const { bytes, removed } = cleanPhoto(before, 'image/avif');
  t.strictSame(removed, ['appended_data']);
  t.notOk(contains(bytes, 'CANARY'));
  t.equal(await stored(bytes), await stored(avif));
});
