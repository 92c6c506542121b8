import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import t, { type Test } from 'tap';
import { examine } from '../../src/client/intake/intake.js';
import { joinPapers } from '../../src/client/pdf/join.js';
import { poppler, rasterise, withoutPoppler } from '../helpers/card.js';
import { contains, fixture, noise } from '../helpers/pictures.js';

const skip = await withoutPoppler();

const joined = (papers: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(joinPapers(papers)));

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** As an office's program writes it: letters of its own, a picture, a link, a title. */
const letter = (pages: number, name: string): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const pdf = new PDFDocument({ size: 'A4', autoFirstPage: false, info: { Title: 'CANARY-TITLE' } });
    pdf.on('data', (piece: Buffer) => pieces.push(piece));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
    for (let i = 1; i <= pages; i++) {
      pdf.addPage(i === 2 ? { layout: 'landscape' } : {});
      pdf.fontSize(30).text(`${name} ${i}`, 80, 80).rect(80, 200, 200, 90).fillAndStroke('#97390f', '#222');
      pdf.link(80, 80, 200, 40, 'https://canary.example/');
    }
    pdf.end();
  });

const jpeg = async (width: number, height: number): Promise<Uint8Array> =>
  new Uint8Array(await noise(width, height).jpeg({ quality: 60 }).toBuffer());

/** A file of these objects; with `tables`, the place of each as the format wants it. */
const handmade = (objects: readonly string[], trailer = '', tables = true): Uint8Array => {
  let text = '%PDF-1.5\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const at = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += tables ? `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}` : '';
  text += `trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R ${trailer} >>\n`;
  return bytesOf(`${text}startxref\n${tables ? at : 9}\n%%EOF\n`);
};

const stream = (dictionary: string, content: string): string =>
  `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`;

const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
const said = (text: string, size = 24): string => `BT /F ${size} Tf 20 60 Td (${text}) Tj ET`;

/** A form with a name typed into it; what it looks like lies beside the page, as programs write it. */
const form = (appearance: boolean): Uint8Array =>
  handmade([
    '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> /OpenAction << /S /JavaScript /JS (CANARY) >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 200] /Resources << /Font << /F 6 0 R >> >> >>',
    '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [5 0 R] /AA << /O << /S /JavaScript /JS (CANARY) >> >> >>',
    stream('', said('Nom :')),
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (Samia) /F 4 /Rect [20 100 220 140] /P 3 0 R
      /A << /S /URI /URI (https://canary.example/) >> ${appearance ? '/AP << /N 7 0 R >>' : ''} >>`,
    FONT,
    stream(
      '/Type /XObject /Subtype /Form /BBox [0 0 200 40] /Resources << /Font << /F 6 0 R >> >>',
      'BT /F 24 Tf 4 10 Td (Samia) Tj ET',
    ),
  ]);

/** The same objects packed into a list, as most programs write since PDF 1.5, with predicted rows in the table. */
const packed = (): Uint8Array => {
  const inside = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>',
    FONT,
  ];
  let at = 0;
  const pairs = inside.map((object, i) => {
    const pair = `${i + 1} ${at}`;
    at += object.length + 1;
    return pair;
  });
  const head = `${pairs.join(' ')} `;
  const list = deflateSync(Buffer.from(head + inside.join(' '), 'latin1')).toString('latin1');
  let text = '%PDF-1.5\n';
  const places: number[] = [];
  const add = (number: number, object: string): void => {
    places[number] = text.length;
    text += `${number} 0 obj\n${object}\nendobj\n`;
  };
  add(5, stream('', said('Liste')));
  add(6, stream(`/Type /ObjStm /N 4 /First ${head.length} /Filter /FlateDecode`, list));
  const tableAt = text.length;
  const rows = [
    [0, 0, 0],
    ...[0, 1, 2, 3].map((i) => [2, 6, i]),
    [1, places[5] ?? 0, 0],
    [1, places[6] ?? 0, 0],
    [1, tableAt, 0],
  ].map(([kind = 0, second = 0, third = 0]) => [kind, second >> 8, second & 255, third]);
  const predicted = rows.flatMap((row, i) => [
    2,
    ...row.map((byte, k) => (byte - (rows[i - 1]?.[k] ?? 0)) & 255),
  ]);
  const table = deflateSync(Buffer.from(predicted)).toString('latin1');
  const parms = '/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>';
  text += `7 0 obj\n${stream(`/Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R ${parms}`, table)}\nendobj\n`;
  return bytesOf(`${text}startxref\n${tableAt}\n%%EOF\n`);
};

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
