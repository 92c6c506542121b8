import { deflateSync } from 'node:zlib';
import t from 'tap';
import { examine, examinePdfEnds } from '../../src/client/intake/intake.js';
import { PDF_HEAD_BYTES, PDF_TAIL_BYTES } from '../../src/client/intake/pdf.js';
import { fixture, join, makePdf } from '../helpers/pictures.js';

const look = (bytes: Uint8Array) => examine(bytes, 'papier.pdf');
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

t.test('a PDF cut anywhere is noticed', async (t) => {
  const pdf = makePdf(2);
  const end = text(pdf).lastIndexOf('%%EOF') + 5;
  for (let length = 5; length < end; length++) {
    t.throws(() => look(pdf.subarray(0, length)), { code: 'truncated_file' }, `${length} bytes`);
  }
  t.match(look(pdf), { pages: 2, notes: [] });
});

t.test('the samples cut at half, or by their last kilobyte, are noticed', async (t) => {
  for (const name of ['scans/scan-01-page.pdf', 'scans/text-searchable.pdf', 'awkward/password.pdf']) {
    const pdf = fixture(name);
    for (const length of [pdf.length >> 1, pdf.length - 1024, pdf.length - 8]) {
      t.throws(() => look(pdf.subarray(0, length)), { code: 'truncated_file' }, `${name} ${length}`);
    }
  }
});

t.test(
  'a PDF that was changed by appending counts its last state, and a cut change is noticed',
  async (t) => {
    const pdf = makePdf(3);
    const update = join(
      `2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n`,
      `xref\n2 1\n${String(pdf.length).padStart(10, '0')} 00000 n \n`,
      `trailer\n<< /Size 6 /Root 1 0 R /Prev 9 >>\nstartxref\n${pdf.length + 58}\n%%EOF\n`,
    );
    t.match(look(join(pdf, update)), { pages: 1 });
    t.throws(() => look(join(pdf, update.subarray(0, 40))), { code: 'truncated_file' });
  },
);

t.test('bytes missing in the middle show: the end points past the end', async (t) => {
  const pdf = makePdf(40);
  const hole = join(pdf.subarray(0, 200), pdf.subarray(pdf.length - 200));
  t.throws(() => look(hole), { code: 'truncated_file' });
});

t.test('a PDF for the web that is shorter than it says is noticed', async (t) => {
  const made = text(makePdf(1));
  const linear = made.replace('%PDF-1.4\n', '%PDF-1.4\n9 0 obj\n<< /Linearized 1 /L 999999 >>\nendobj\n');
  t.throws(() => look(join(linear)), { code: 'truncated_file' });
});

t.test('a PDF with a fault that viewers mend is kept, and the person is told to look', async (t) => {
  for (const faulty of [
    text(makePdf(1)).replace(/startxref\n\d+/, 'startxref\n25'),
    text(makePdf(1)).replace(/startxref\n\d+\n/, ''),
  ]) {
    t.strictSame(look(join(faulty)).notes, ['may_be_damaged']);
  }
});

t.test('lines that printers and mail put before a PDF, or blanks behind it, do not matter', async (t) => {
  const pdf = makePdf(1);
  t.match(look(join('\x1b%-12345X@PJL JOB\r\n', pdf)), { mediaType: 'application/pdf', pages: 1, notes: [] });
  t.match(look(join(pdf, '\0'.repeat(3000))), { notes: [] });
});

t.test(
  'a script is seen also when its name is written in code or it lies in a compressed object',
  async (t) => {
    for (const catalog of [
      '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>',
      '/OpenAction << /S /Java#53cript /JS (x) >>',
      '/AA << /WC << /S /Launch /F (cmd.exe) >> >>',
    ]) {
      t.strictSame(look(makePdf(1, catalog)).notes, ['pdf_script'], catalog);
    }
    t.strictSame(look(makePdf(1, '/OpenAction [3 0 R /Fit]')).notes, [], 'opening at a page is no script');
  },
);

/** A PDF 1.5 whose objects are all compressed. */
const packedPdf = (objects: string[], trailer = ''): Uint8Array => {
  let offset = 0;
  const index = objects.map((object, i) => {
    const entry = `${i + 1} ${offset}`;
    offset += object.length + 1;
    return entry;
  });
  const first = `${index.join(' ')}\n`;
  const data = deflateSync(Buffer.from(first + objects.map((each) => `${each}\n`).join('')));
  const head = join(
    `%PDF-1.5\n9 0 obj\n<< /Type /ObjStm /N ${objects.length} /First ${first.length} /Filter /FlateDecode /Length ${data.length} >>\nstream\n`,
    data,
    '\nendstream\nendobj\n',
  );
  const table = `10 0 obj\n<< /Type /XRef /Size 11 /Root 1 0 R /W [1 2 1] /Length 4 ${trailer} >>\nstream\n....\nendstream\nendobj\n`;
  return join(head, table, `startxref\n${head.length}\n%%EOF\n`);
};

t.test('pages, locks and scripts are found in compressed PDFs too', async (t) => {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>',
    '<< /S /JavaScript >>',
  ];
  t.match(look(packedPdf(objects)), { pages: 2, notes: ['pdf_script'] });
  t.strictSame(look(packedPdf(objects.slice(0, 2))).notes, []);
  t.strictSame(look(packedPdf(objects.slice(0, 2), '/Encrypt 8 0 R')).notes, ['locked_pdf']);
});

t.test('a compressed object that would fill the memory is left closed', async (t) => {
  const bomb = packedPdf(['<< /Type /Catalog /Pages 2 0 R >>', ' '.repeat(200_000_000)]);
  const before = process.memoryUsage().rss;
  t.equal(look(bomb).pages, undefined);
  t.ok(process.memoryUsage().rss - before < 100e6);
});

t.test('a PDF of any size is judged by its two ends', async (t) => {
  const filler = 200 * 1024 * 1024;
  const pdf = makePdf(3, '/OpenAction << /S /JavaScript >>');
  const head = join(pdf, 'stream').subarray(0, PDF_HEAD_BYTES);
  const size = filler + PDF_TAIL_BYTES;
  const tail = new Uint8Array(PDF_TAIL_BYTES);
  const ending = join(`trailer\n<< /Root 1 0 R /Encrypt 7 0 R >>\nstartxref\n${filler >> 1}\n%%EOF\n`);
  tail.set(ending, tail.length - ending.length);
  t.match(examinePdfEnds(head, tail, size, 'grand.jpg'), {
    mediaType: 'application/pdf',
    notes: ['locked_pdf', 'pdf_script', 'name_does_not_match'],
  });
  t.throws(() => examinePdfEnds(head, tail.subarray(0, -10), size - 10, 'a.pdf'), { code: 'truncated_file' });
  const photo = fixture('photos/photo-06.jpg').subarray(0, 4096);
  t.throws(() => examinePdfEnds(photo, photo, size, 'a.jpg'), { code: 'file_too_large' });
  t.throws(() => examinePdfEnds(new Uint8Array(0), new Uint8Array(0), 0, 'a.pdf'), { code: 'empty_file' });
});

t.test('both ways of looking agree on the samples', async (t) => {
  for (const name of ['scans/scan-01-page.pdf', 'scans/scan-03-pages.pdf', 'awkward/password.pdf']) {
    const pdf = fixture(name);
    const { pages, ...ends } = examinePdfEnds(
      pdf.subarray(0, 65_536),
      pdf.subarray(-65_536),
      pdf.length,
      name,
    );
    t.match(look(pdf), ends, name);
    t.ok(pages === undefined || pages === look(pdf).pages, name);
  }
});
