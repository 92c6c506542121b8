import t from 'tap';
import { cleanPhoto, examine } from '../../src/client/intake/intake.js';
import { contains, join, noise, segment, shown, stored, tagged, withSegments } from '../helpers/pictures.js';

const clean = (bytes: Uint8Array) => cleanPhoto(bytes, 'image/jpeg');
const plain = async () => new Uint8Array(await noise().jpeg().toBuffer());

t.test('a photo stays upright in all eight ways of holding the phone', async (t) => {
  for (let orientation = 1; orientation <= 8; orientation++) {
    const before = new Uint8Array(await tagged(noise(), orientation).jpeg().toBuffer());
    const { bytes, removed } = clean(before);
    t.notOk(contains(bytes, 'CANARY-'));
    t.ok(['exif', 'position', 'xmp'].every((name) => removed.includes(name as 'xmp')));
    t.equal(await shown(bytes), await shown(before), `orientation ${orientation}`);
    const onSide = orientation >= 5;
    t.match(examine(before, 'a.jpg'), { width: onSide ? 24 : 40, height: onSide ? 40 : 24 });
    t.strictSame(clean(bytes).bytes, bytes, 'cleaning again changes nothing');
  }
});

t.test('progressive, grey and print-colour photos keep their pixels and their colour profile', async (t) => {
  for (const [name, picture] of [
    ['progressive', noise().jpeg({ progressive: true })],
    ['grey', noise().greyscale().jpeg()],
    ['cmyk', noise().toColourspace('cmyk').jpeg()],
    ['wide colours', noise().withIccProfile('p3').jpeg()],
    ['restart markers', noise(400, 300).jpeg({ mozjpeg: true })],
  ] as const) {
    const before = new Uint8Array(await tagged(picture).toBuffer());
    const { bytes } = clean(before);
    t.notOk(contains(bytes, 'CANARY-'), name);
    t.equal(await stored(bytes), await stored(before), name);
    t.equal(contains(bytes, 'ICC_PROFILE'), contains(before, 'ICC_PROFILE'), name);
    t.equal(contains(bytes, 'Adobe'), contains(before, 'Adobe'), name);
  }
});

t.test('the mark that says how colours are coded stays: without it a photo turns green', async (t) => {
  const jpeg = await plain();
  const before = withSegments(jpeg, segment(0xee, 'Adobe\0\x64\0\0\0\0\0'));
  t.not(await stored(before), await stored(jpeg));
  t.strictSame(clean(before), { bytes: before, removed: [] });
});

t.test('captions, comments, further pictures and private segments go', async (t) => {
  const jpeg = await plain();
  for (const [marker, payload, name] of [
    [0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0eCANARY-IPTC', 'iptc'],
    [0xfe, 'CANARY-COMMENT', 'comment'],
    [0xe2, 'MPF\0MM\0*CANARY-MPF', 'second_image'],
    [0xe1, 'http://ns.adobe.com/xmp/extension/\0CANARY-XMP', 'xmp'],
    [0xe0, 'JFXX\0\x10CANARY-THUMBNAIL', 'thumbnail'],
    [0xe2, 'FPXR\0CANARY', 'other_metadata'],
    [0xeb, 'JP\0\0CANARY-C2PA', 'other_metadata'],
    [0xef, 'CANARY', 'other_metadata'],
  ] as const) {
    const before = withSegments(jpeg, segment(marker, payload));
    const { bytes, removed } = clean(before);
    t.strictSame(removed, [name], payload);
    t.strictSame(bytes, jpeg, payload);
  }
});

t.test('a comment between two scans goes, and the photo stays whole', async (t) => {
  const jpeg = new Uint8Array(await noise().jpeg({ progressive: true }).toBuffer());
  const scan = Buffer.from(jpeg).lastIndexOf(Buffer.from([0xff, 0xda]));
  const before = join(jpeg.subarray(0, scan), segment(0xfe, 'CANARY'), jpeg.subarray(scan));
  t.strictSame(clean(before), { bytes: jpeg, removed: ['comment'] });
});

t.test('the thumbnail of a JFIF header goes, its header stays', async (t) => {
  const jpeg = await plain();
  const header = segment(0xe0, join('JFIF\0\x01\x02\x01\0\x48\0\x48', [2, 1], 'CANARY'));
  const bare = segment(0xe0, 'JFIF\0\x01\x02\x01\0\x48\0\x48\0\0');
  const { bytes, removed } = clean(withSegments(jpeg, header));
  t.strictSame(removed, ['thumbnail']);
  t.strictSame(bytes, withSegments(jpeg, bare));
});

t.test('a moving photo becomes its picture: the video and the second image behind the end go', async (t) => {
  const jpeg = await plain();
  for (const tail of [
    '\0\0\0\x18ftypmp42CANARY-VIDEO',
    'SEFHCANARY',
    Buffer.from(jpeg).toString('latin1'),
    '\0',
  ]) {
    const { bytes, removed } = clean(join(jpeg, tail));
    t.strictSame(removed, ['appended_data']);
    t.strictSame(bytes, jpeg);
  }
});

t.test('a photo cut anywhere is noticed, also when a whole thumbnail is inside', async (t) => {
  const jpeg = await plain();
  const before = withSegments(jpeg, segment(0xe1, join('Exif\0\0MM\0*', jpeg)));
  for (let length = 3; length < before.length; length++) {
    const cut = before.subarray(0, length);
    t.throws(() => examine(cut, 'a.jpg'), { code: 'truncated_file' }, `${length} bytes`);
  }
  t.doesNotThrow(() => examine(before, 'a.jpg'));
});

t.test('a photo whose parts contradict each other is called damaged', async (t) => {
  const jpeg = await plain();
  const scan = Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xda]));
  for (const [name, bytes] of [
    ['no picture at all', join([0xff, 0xd8, 0xff, 0xd9])],
    ['no scan', join(jpeg.subarray(0, scan), [0xff, 0xd9])],
    ['a segment shorter than its own length', withSegments(jpeg, Uint8Array.of(0xff, 0xe1, 0, 1))],
    ['a reserved marker', withSegments(jpeg, segment(0x4a, 'x'))],
    ['a second start', withSegments(jpeg, Uint8Array.of(0xff, 0xd8))],
  ] as const) {
    t.throws(() => examine(bytes, 'a.jpg'), { code: 'broken_file' }, name);
  }
});

t.test('a picture too large to show is refused however small the file is', async (t) => {
  const jpeg = await plain();
  const frame = Buffer.from(jpeg).indexOf(Buffer.from([0xff, 0xc0]));
  const sized = (height: number, width: number): Uint8Array => {
    const copy = Buffer.from(jpeg);
    copy.writeUInt16BE(height, frame + 5);
    copy.writeUInt16BE(width, frame + 7);
    return new Uint8Array(copy);
  };
  t.throws(() => examine(sized(20_000, 20_000), 'a.jpg'), { code: 'too_many_pixels' });
  t.throws(() => examine(sized(1, 60_000), 'a.jpg'), { code: 'too_many_pixels' });
  t.doesNotThrow(() => examine(sized(9000, 12_000), 'a.jpg'), 'the 108 megapixels of a phone are honest');
});
