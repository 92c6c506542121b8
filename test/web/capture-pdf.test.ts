import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import t from 'tap';
import { examine } from '../../src/client/intake/intake.js';
import { bareJpeg, readJpeg } from '../../src/client/pdf/jpeg.js';
import { type PdfPage, pdfPieces } from '../../src/client/pdf/pictures.js';
import { poppler, withoutPoppler } from '../helpers/card.js';
import { sure } from '../helpers/cheating.js';
import { contains, fixture, noise, tagged } from '../helpers/pictures.js';

/** pdf.js 6 asks for this; Node has it from version 22 on. */
Object.defineProperty(Promise, 'withResolvers', {
  value: () => {
    let [resolve, reject]: unknown[] = [];
    const promise = new Promise((yes, no) => {
      [resolve, reject] = [yes, no];
    });
    return { promise, resolve, reject };
  },
});
const { getDocument, OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');

const jpeg = async (width: number, height: number): Promise<Uint8Array> =>
  new Uint8Array(await noise(width, height).jpeg({ quality: 60 }).toBuffer());

const pdfOf = (pages: readonly PdfPage[]): Uint8Array => new Uint8Array(Buffer.concat(pdfPieces(pages)));

/** What pdf.js makes of it: for each page its size and where its pictures lie. */
const opened = async (bytes: Uint8Array) => {
  const pdf = await getDocument({ data: bytes.slice(), verbosity: 0 }).promise;
  const pages = [];
  for (let i = 1; i <= pdf.numPages; i++) {
    const page = await pdf.getPage(i);
    const { fnArray, argsArray } = await page.getOperatorList();
    const places = fnArray.flatMap((fn, k) => (fn === OPS.transform ? [argsArray[k] as number[]] : []));
    pages.push({
      view: page.view,
      places,
      pictures: fnArray.filter((fn) => fn === OPS.paintImageXObject).length,
    });
  }
  const { info } = await pdf.getMetadata();
  await pdf.loadingTask.destroy();
  return { pages, info: info as Record<string, unknown> };
};

t.test('pages of any size make an A4 PDF that readers open, each whole on its sheet', async (t) => {
  const upright = await jpeg(141, 200);
  const lying = await jpeg(200, 141);
  const [front, back] = [await jpeg(159, 100), await jpeg(158, 100)];
  const strip = await jpeg(20, 400);
  const grey = new Uint8Array(
    await sharp({ create: { width: 30, height: 30, channels: 3, background: '#888' } })
      .grayscale()
      .jpeg()
      .toBuffer(),
  );
  const bytes = pdfOf([[upright], [lying], [front, back], [strip], [grey]]);
  const { pages } = await opened(bytes);
  t.same(
    pages.map(({ pictures }) => pictures),
    [1, 1, 2, 1, 1],
  );
  for (const { view, places } of pages) {
    const [, , width = 0, height = 0] = view;
    t.same([Math.min(width, height), Math.max(width, height)].map(Math.round), [595, 842]);
    for (const [w = 0, , , h = 0, x = 0, y = 0] of places) {
      t.ok(x >= -0.01 && y >= -0.01 && x + w <= width + 0.01 && y + h <= height + 0.01, [x, y, w, h].join());
    }
  }
  t.ok(sure(sure(pages[1]).view[2]) > sure(sure(pages[1]).view[3]), 'a lying page lies');
  const [above, below] = sure(pages[2]).places;
  t.ok(sure(sure(above)[5]) > sure(sure(below)[5]) + sure(sure(below)[3]), 'the front is above the back');
  t.match(examine(bytes, 'x.pdf'), { mediaType: 'application/pdf', pages: 5, notes: [] });
});

t.test('nothing but the pictures is in it: no date, no program, no name', async (t) => {
  const page = await jpeg(141, 200);
  const bytes = pdfOf([[page]]);
  for (const word of ['/Info', '/ID', 'Producer', 'Creat', 'ModDate', '/Metadata', '/Author'])
    t.notOk(contains(bytes, word), word);
  t.same(
    Object.keys((await opened(bytes)).info).filter((key) => /Producer|Creat|Author|Mod/.test(key)),
    [],
  );
  t.same(pdfOf([[page]]), bytes, 'the same pages make the same file');
  t.ok(pdfPieces([[page]]).includes(page), 'pictures are handed on, not copied');
});

t.test('other programs read it without a complaint', { skip: await withoutPoppler() }, async (t) => {
  const file = join(t.testdir(), 'paper.pdf');
  writeFileSync(file, pdfOf([[await jpeg(141, 200)], [await jpeg(159, 100), await jpeg(159, 100)]]));
  t.match(await poppler('pdfinfo', file), /Pages: +2\n(.*\n)*Page size: +595.28 x 841.89 pts \(A4\)/);
});

t.test('however many pages there are, each is found where the table says', async () => {
  const small = await jpeg(8, 8);
  const lists = fc.array(fc.boolean(), { minLength: 1, maxLength: 30 });
  const property = fc.property(lists, (sides) => {
    const bytes = pdfOf(sides.map((isTwo): PdfPage => (isTwo ? [small, small] : [small])));
    const text = Buffer.from(bytes).toString('latin1');
    const table = text.slice(Number(/startxref\n(\d+)/.exec(text)?.[1]));
    const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map((match) => Number(match[1]));
    return (
      table.startsWith('xref\n') && offsets.every((offset, i) => text.startsWith(`${i + 1} 0 obj\n`, offset))
    );
  });
  fc.assert(property, { numRuns: 60 });
});

t.test('what is no JPEG never becomes a page', async (t) => {
  const page = await jpeg(20, 20);
  for (const bad of [
    new Uint8Array(),
    page.subarray(0, 20),
    fixture('awkward/image.webp'),
    fixture('awkward/html-inside.pdf'),
  ]) {
    t.throws(() => pdfPieces([[page], [bad]]), { code: 'broken_file' });
  }
});

t.test('a page keeps no Exif, position, XMP, profile or comment, and every pixel', async (t) => {
  const full = new Uint8Array(await tagged(noise(), 6).jpeg({ quality: 90 }).toBuffer());
  t.ok(contains(full, 'CANARY-EXIF') && contains(full, 'CANARY-XMP'), 'there was something');
  const bare = bareJpeg(full);
  for (const word of ['CANARY', 'Exif', 'http://', 'ICC_PROFILE', 'Photoshop'])
    t.notOk(contains(bare, word), word);
  t.same(readJpeg(bare), { width: 40, height: 24, components: 3 });
  t.same(await sharp(bare).raw().toBuffer(), await sharp(full).raw().toBuffer());
  for (let length = 0; length < 600; length += 7) {
    try {
      bareJpeg(full.subarray(0, length));
    } catch (error) {
      t.match(error, { code: 'broken_file' }, `cut at ${length}`);
    }
  }
});
