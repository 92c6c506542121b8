import t from 'tap';
import { type MediaType } from '../../src/client/intake/sniff.js';
import { MAX_PICTURE_BYTES, examine, namesFor, prepare } from '../../src/client/intake/intake.js';
import { NOTES } from '../../src/client/intake/notes.js';
import { codedPicture, contains, fixture, shown, stored } from '../helpers/pictures.js';

const CLEAN = { keepMetadata: false };
const take = (path: string, options = CLEAN) =>
  prepare({ name: path.split('/').pop() ?? '', bytes: fixture(path) }, options);

t.test('a phone photo keeps every pixel and stays upright, and forgets where it was taken', async (t) => {
  for (const [path, width, height] of [
    ['photos/photo-01.jpg', 3000, 4000],
    ['photos/photo-06.jpg', 4000, 3000],
  ] as const) {
    const before = fixture(path);
    t.ok(contains(before, 'CANARY-'), 'the sample holds what must go');
    const { bytes, removed, ...rest } = take(path);
    t.match(rest, { mediaType: 'image/jpeg', extension: 'jpg', width, height, notes: [] });
    t.ok(removed.includes('exif') && removed.includes('position'));
    for (const trace of ['CANARY-', 'GPS', 'SPECIMEN-PHONE']) t.notOk(contains(bytes, trace), trace);
    t.ok((await stored(bytes)) === (await stored(before)), 'same pixels');
    t.ok((await shown(bytes)) === (await shown(before)), 'same way up');
  }
});

t.test('the thumbnail inside a photo goes too', async (t) => {
  const { bytes, removed } = take('photos/photo-06.jpg');
  t.ok(removed.includes('thumbnail'));
  t.equal(Buffer.from(bytes).indexOf(Buffer.from([0xff, 0xd8, 0xff]), 2), -1, 'no second picture inside');
});

t.test('a person may keep the metadata of a photo', async (t) => {
  const { bytes, removed } = take('photos/photo-01.jpg', { keepMetadata: true });
  t.ok(Buffer.from(bytes).equals(fixture('photos/photo-01.jpg')));
  t.strictSame(removed, []);
});

t.test('a HEIC photo forgets its position, keeps its coded picture, and is turned once', async (t) => {
  const before = fixture('awkward/photo.heic');
  t.ok(contains(before, 'CANARY-'));
  const { bytes, removed, ...rest } = take('awkward/photo.heic');
  t.match(rest, { mediaType: 'image/heic', extension: 'heic', width: 3000, height: 4000 });
  t.strictSame(removed, ['exif', 'position']);
  t.notOk(contains(bytes, 'CANARY-'));
  t.notOk(contains(bytes, 'Exif'));
  t.ok(Buffer.concat(codedPicture(bytes)).equals(Buffer.concat(codedPicture(before))));
  for (const property of ['hvcC', 'irot', 'ispe']) {
    const [a, b] = [bytes, before].map((file) => {
      const at = Buffer.from(file).indexOf(property);
      return Buffer.from(file).subarray(at - 4, at - 4 + Buffer.from(file).readUInt32BE(at - 4));
    });
    t.strictSame(a, b, property);
  }
});

t.test('what decodes HEIC finds the cleaned file in order, without Exif', async (t) => {
  const { default: sharp } = await import('sharp');
  const meta = await sharp(take('awkward/photo.heic').bytes).metadata();
  t.match(meta, { format: 'heif', width: 3000, height: 4000 });
  t.equal(meta.exif, undefined);
});

const KEPT: readonly (readonly [string, MediaType, object])[] = [
  ['awkward/image.webp', 'image/webp', { width: 1200, height: 1600, notes: [] }],
  ['awkward/screenshot.png', 'image/png', { width: 1080, height: 2340, notes: [] }],
  ['awkward/one-pixel.jpg', 'image/jpeg', { width: 1, height: 1, notes: ['tiny_picture'] }],
  ['awkward/animated.gif', 'image/gif', { width: 320, height: 200, notes: ['animated'] }],
  ['awkward/really-a-pdf.jpg', 'application/pdf', { extension: 'pdf', notes: ['name_does_not_match'] }],
  ['awkward/javascript-openaction.pdf', 'application/pdf', { pages: 1, notes: ['pdf_script'] }],
  ['awkward/password.pdf', 'application/pdf', { pages: 1, notes: ['locked_pdf'] }],
  ['scans/scan-01-page.pdf', 'application/pdf', { pages: 1, notes: [] }],
  ['scans/scan-03-pages.pdf', 'application/pdf', { pages: 3, notes: [] }],
  ['scans/text-searchable.pdf', 'application/pdf', { pages: 3, notes: [] }],
];

t.test('a file without metadata, and every PDF, comes back byte for byte', async (t) => {
  for (const [path, mediaType, facts] of KEPT) {
    const { bytes, removed, ...rest } = take(path);
    t.match(rest, { mediaType, ...facts }, path);
    t.ok(Buffer.from(bytes).equals(fixture(path)), path);
    t.strictSame(removed, [], path);
  }
});

t.test('the kind inside decides under which ending a paper is kept', async (t) => {
  t.match(take('awkward/really-a-pdf.jpg'), { title: 'really-a-pdf', fileName: 'really-a-pdf.pdf' });
});

const REFUSED: readonly (readonly [string, string, object])[] = [
  ['awkward/empty.jpg', 'empty_file', {}],
  ['awkward/truncated.jpg', 'truncated_file', {}],
  ['awkward/script.svg', 'unsupported_type', { looksLike: 'drawing' }],
  ['awkward/html-inside.pdf', 'unsupported_type', { looksLike: 'web_page' }],
  ['awkward/names.json', 'unsupported_type', { looksLike: 'text' }],
  ['awkward/bomb-20000x20000.png', 'too_many_pixels', { width: 20000, height: 20000 }],
];

t.test('what is no paper, or no whole one, is refused with its reason before anything is sent', async (t) => {
  for (const [path, code, details] of REFUSED) t.throws(() => take(path), { code, details }, path);
});

t.test('the bomb is refused from its header alone', async (t) => {
  const header = fixture('awkward/bomb-20000x20000.png').subarray(0, 40);
  t.throws(() => examine(header, 'photo.png'), { code: 'too_many_pixels' });
});

t.test('text that virus scanners flag, programs and office files are refused by what they are', async (t) => {
  const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
  for (const [text, looksLike] of [
    [eicar, 'text'],
    ['MZ\x90\0\x03', 'program'],
    ['\x7fELF\x02\x01', 'program'],
    ['PK\x03\x04\x14\0\x06\0[Content_Types].xml', 'office_document'],
    ['PK\x03\x04\x14\0\0\0photo.jpg', 'archive'],
    ['\0\0\0\x20ftypisom\0\0\x02\0isomiso2', 'video_or_sound'],
    ['<html>%PDF-1.4\n%%EOF', 'web_page'],
    ['\0\x01\x02\x03', 'unknown'],
  ] as const) {
    const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
    t.throws(
      () => examine(bytes, 'carte.jpg'),
      { code: 'unsupported_type', details: { looksLike } },
      looksLike,
    );
  }
});

t.test('a photo too large to be read whole is refused', async (t) => {
  const photo = new Uint8Array(MAX_PICTURE_BYTES + 1);
  photo.set(fixture('awkward/one-pixel.jpg'));
  t.throws(() => examine(photo, 'a.jpg'), { code: 'file_too_large' });
});

t.test('a paper that is never read whole gets its names all the same', async (t) => {
  t.strictSame(namesFor('Bail 2024.PDF', 'pdf'), { title: 'Bail 2024', fileName: 'Bail 2024.pdf' });
});

t.test('every note reads as a sentence to a person', async (t) => {
  for (const [code, sentence] of Object.entries(NOTES)) t.match(sentence, /^[A-Z].*\.$/, code);
});
