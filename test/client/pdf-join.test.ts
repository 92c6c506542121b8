import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import sharp from 'sharp';
import t, { type Test } from 'tap';
import { examine } from '../../src/client/intake/intake.js';
import { effortFor } from '../../src/client/pdf/effort.js';
import { unpacked } from '../../src/client/pdf/inflate.js';
import { joinPapers } from '../../src/client/pdf/join.js';
import type { PdfValue } from '../../src/client/pdf/values.js';
import { poppler, rasterise, withoutPoppler } from '../helpers/card.js';
import { bytesOf, CATALOG, FONT, form, handmade, letter, packed, said, stream } from '../helpers/pdfs.js';
import { contains, fixture, noise } from '../helpers/pictures.js';

const skip = await withoutPoppler();

const joined = (papers: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(joinPapers(papers)));

const jpeg = async (width: number, height: number): Promise<Uint8Array> =>
  new Uint8Array(await noise(width, height).jpeg({ quality: 60 }).toBuffer());

const looks = async (t: Test, bytes: Uint8Array, name: string) => {
  const file = join(t.testdir({}), `${name}.pdf`);
  writeFileSync(file, bytes);
  const pages = Number(/Pages: +(\d+)/.exec(await poppler('pdfinfo', file))?.[1]);
  const pictures: string[] = [];
  for (let page = 1; page <= pages; page++) {
    pictures.push((await (await rasterise(file, page, 50)).raw().toBuffer()).toString('base64'));
  }
  return { pages, pictures, text: await poppler('pdftotext', '-layout', file, '-') };
};

t.test('pages of several papers come in order, each looking as it did', { skip }, async (t) => {
  const sources = {
    letter: await letter(3, 'Courrier'),
    searchable: fixture('scans/text-searchable.pdf'),
    scan: fixture('scans/scan-03-pages.pdf'),
    form: form(true),
    packed: packed(),
  };
  const single = [];
  for (const [name, bytes] of Object.entries(sources)) single.push(await looks(t, bytes, name));
  const all = joined(Object.values(sources));
  const seen = await looks(t, all, 'all');
  t.equal(seen.pages, 11);
  for (const [i, picture] of single.flatMap(({ pictures }) => pictures).entries()) {
    t.ok(seen.pictures[i] === picture, `page ${i + 1}`);
  }
  for (const word of ['Courrier 1', 'Courrier 3', 'Samia', 'Liste']) t.match(seen.text, word);
  t.ok(seen.text.indexOf('Courrier 1') < seen.text.indexOf('Samia'));
  t.same(joined(Object.values(sources)), all, 'the same papers make the same file');
  t.match(examine(all, 'x.pdf'), { mediaType: 'application/pdf', pages: 11, notes: [] });
});

t.test('photos become pages of their own between those of PDFs', { skip }, async (t) => {
  const front = await jpeg(141, 200);
  const bytes = joined([front, await letter(1, 'Bail'), await jpeg(200, 141)]);
  const { pages, text } = await looks(t, bytes, 'mixed');
  t.equal(pages, 3);
  t.match(text, 'Bail 1');
  t.ok(Buffer.from(bytes).includes(Buffer.from(front)), 'a photo is not encoded again');
});

t.test('no script, link, title or name of a program comes along', async (t) => {
  const bytes = joined([form(true), await letter(2, 'Lettre'), fixture('awkward/javascript-openaction.pdf')]);
  for (const word of [
    'CANARY',
    'canary',
    '/JavaScript',
    'app.alert',
    '/OpenAction',
    '/AA',
    '/Info',
    'Producer',
    'PDFKit',
    '/URI',
  ])
    t.notOk(contains(bytes, word), word);
});

t.test(
  'what a program noted in a picture or a drawing stays behind, too; one that lies elsewhere is refused',
  async (t) => {
    const withDrawing = (more: string): Uint8Array =>
      handmade([
        CATALOG,
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>',
        stream('', 'q /X Do Q'),
        stream(`/Type /XObject /Subtype /Form /BBox [0 0 300 200] ${more}`, '0 0 50 50 re f'),
        stream('/Type /Metadata /Subtype /XML', '<x>CANARY-place</x>'),
      ]);
    const bytes = joined([
      withDrawing('/Metadata 6 0 R /PieceInfo << /A << /Private (CANARY-app) >> >> /StructParents 3'),
    ]);
    t.ok(contains(bytes, '0 0 50 50 re f'));
    t.notOk(contains(bytes, 'CANARY'));
    t.notOk(contains(bytes, 'StructParents'));
    t.throws(() => joinPapers([withDrawing('/F (elsewhere.bin)')]), { code: 'broken_file' });
  },
);

t.test('a file whose table of contents is wrong is read as viewers read it', { skip }, async (t) => {
  const objects = [
    CATALOG,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    stream('', said('Encore la')),
    FONT,
  ];
  const { text, pages } = await looks(t, joined([handmade(objects, '', false)]), 'mended');
  t.equal(pages, 1);
  t.match(text, 'Encore la');
});

t.test('what would be lost on the way is refused rather than lost', async (t) => {
  for (const [name, bytes] of Object.entries({
    locked: fixture('awkward/password.pdf'),
    'a form without its looks': form(false),
    'no PDF': bytesOf('%PDF-1.4\nnothing\n%%EOF'),
    'a picture that is none': fixture('awkward/screenshot.png'),
    'pages within themselves': handmade([CATALOG, '<< /Type /Pages /Kids [2 0 R] /Count 1 >>']),
    'a reference to itself': handmade(['1 0 R']),
    'no page at all': handmade([CATALOG, '<< /Type /Pages /Kids [] /Count 0 >>']),
    'brackets without end': bytesOf(`%PDF-1.4\n1 0 obj\n${'['.repeat(500_000)}\nstartxref\n9\n%%EOF`),
  })) {
    t.throws(() => joinPapers([bytes]), { code: 'broken_file' }, name);
  }
});

t.test('a paper cannot bring the whole of another file along by pointing at its pages', async (t) => {
  const bytes = joined([
    handmade([
      CATALOG,
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R
        /Resources << /Font << /F 5 0 R >> /Properties << /X 6 0 R >> >> >>`,
      stream('', said('Page')),
      FONT,
      '<< /Type /Catalog /Pages 2 0 R /JS (CANARY) >>',
    ]),
  ]);
  t.notOk(contains(bytes, 'CANARY'));
});

t.test('lists packed with any of the predictions that programs use are read as they were', async () => {
  const guess = (kind: number, left: number, above: number, corner: number): number => {
    const near = [left, above, corner].map((one) => Math.abs(left + above - corner - one));
    const best = near.indexOf(Math.min(...near));
    return [0, left, above, (left + above) >> 1, [left, above, corner][best] ?? 0][kind] ?? 0;
  };
  const rows = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 4 }), fc.uint8Array({ minLength: 5, maxLength: 5 })),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(rows, (all) => {
      const predicted = all.flatMap(([kind, row], i) => {
        const above = all[i - 1]?.[1] ?? new Uint8Array(5);
        const bytes = Array.from(
          row,
          (byte, x) =>
            (byte - guess(kind, row[x - 1] ?? 0, above[x] ?? 0, x > 0 ? (above[x - 1] ?? 0) : 0)) & 255,
        );
        return [kind, ...bytes];
      });
      const dictionary = new Map<string, PdfValue>([
        ['Filter', { raw: '/FlateDecode' }],
        [
          'DecodeParms',
          new Map([
            ['Predictor', { raw: '15' }],
            ['Columns', { raw: '5' }],
          ]),
        ],
      ]);
      const packedBytes = new Uint8Array(deflateSync(Buffer.from(predicted)));
      const bytes = unpacked({ dictionary, bytes: packedBytes }, effortFor(packedBytes.length));
      return Buffer.from(bytes).equals(Buffer.concat(all.map(([, row]) => row)));
    }),
  );
});

t.test('bytes that were damaged anywhere make pages or a refusal, never anything else', async () => {
  const sources = [form(true), packed(), fixture('scans/text-searchable.pdf').subarray(0, 60_000)];
  fc.assert(
    fc.property(
      fc.constantFrom(...sources),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 }),
      (source, changes) => {
        const bytes = source.slice();
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        try {
          return joinPapers([bytes]).length > 0;
        } catch (error) {
          return (error as { code?: string }).code === 'broken_file';
        }
      },
    ),
    { numRuns: 150 },
  );
});

t.test('the pages of many papers are as many as all of theirs', { skip }, async (t) => {
  const [one, three] = [await letter(1, 'A'), await letter(3, 'B')];
  const photo = new Uint8Array(
    await sharp({ create: { width: 20, height: 30, channels: 3, background: '#abc' } })
      .jpeg()
      .toBuffer(),
  );
  const count = (bytes: Uint8Array): number | undefined => examine(bytes, 'x.pdf').pages;
  const papers = fc.array(fc.constantFrom([one, 1], [three, 3], [photo, 1]), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(
      papers as fc.Arbitrary<[Uint8Array, number][]>,
      (chosen) =>
        count(joined(chosen.map(([bytes]) => bytes))) === chosen.reduce((sum, [, pages]) => sum + pages, 0),
    ),
    { numRuns: 40 },
  );
  t.pass();
});
