import { deflateSync } from 'node:zlib';
import t from 'tap';
import { joinPapers } from '../../src/client/pdf/join.js';
import { bytesOf, CATALOG, handmade, said, stream } from '../helpers/pdfs.js';

const ONE = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';
const PAGE = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R >>';
const CONTENT = stream('', said('Page'));

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

/** A page, and whatever else is in the file. */
const paged = (...more: readonly string[]): Uint8Array => handmade([CATALOG, ONE, PAGE, CONTENT, ...more]);

/** Objects without tables: each has to be looked at. */
const searched = (count: number, object: (i: number) => string): Uint8Array =>
  bytesOf(`%PDF-1.4\n${times(count, (i) => `${i + 1} 0 obj ${object(i)}`)}\nstartxref\n9\n%%EOF`);

/** A list whose objects all are the same long one. */
const overlapping = (count: number): Uint8Array => {
  const head = times(count, (i) => `${i + 100} 0 `);
  const bytes = deflateSync(Buffer.from(`${head}[${'1 '.repeat(500_000)}]`)).toString('latin1');
  const list = stream(`/Type /ObjStm /N ${count} /First ${head.length} /Filter /FlateDecode`, bytes);
  const names = times(count, (i) => `/R${i} ${i + 100} 0 R `);
  return handmade(
    [CATALOG, ONE, PAGE.replace(' >>', ` /Resources << ${names} >> >>`), CONTENT, list],
    '',
    false,
  );
};

/** Each list of pages names the next one twice, and the last one names nothing. */
const doubling = (deep: number): Uint8Array =>
  handmade([
    CATALOG,
    ...Array.from({ length: deep }, (_, i) => `<< /Type /Pages /Kids [${i + 3} 0 R ${i + 3} 0 R] >>`),
    '<< /Type /Pages /Kids [] >>',
  ]);

/** A length that leads back to the end of the stream before: whoever believes it comes here again. */
const backwards = (): Uint8Array => paged('<< /Length -51 >>\nstream\nx\nendstream');

const zeros = deflateSync(Buffer.alloc(256 * 1024 * 1024)).toString('latin1');

t.test('a small file made to tire whoever reads it is refused', async (t) => {
  const files: Readonly<Record<string, () => Uint8Array>> = {
    'the same long object a thousand times': () => overlapping(1000),
    'streams without end': () => searched(200_000, () => '<<>>stream\n'),
    'strings without end': () => searched(100_000, () => '( '),
    'comments without end': () => searched(100_000, () => '<< % '),
    'pages that double with each step': () => doubling(48),
    'much that two thousand pages inherit': () =>
      handmade([
        CATALOG,
        `<< /Type /Pages /Kids [${'3 0 R '.repeat(2000)}] /Resources << ${times(20_000, (i) => `/K${i} ${i} `)} >> >>`,
        PAGE,
        CONTENT,
      ]),
    'two thousand pages with the same ten thousand notes': () =>
      handmade([
        CATALOG,
        `<< /Type /Pages /Kids [${'3 0 R '.repeat(2000)}] >>`,
        PAGE.replace(' >>', ' /Annots 5 0 R >>'),
        CONTENT,
        `[${'6 0 R '.repeat(10_000)}]`,
        '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>',
      ]),
    'a list that unpacks to 256 MB': () =>
      handmade(
        [
          stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', zeros),
          '<< /Type /Pages /Kids [] /Count 0 >>',
        ],
        '',
        false,
      ),
  };
  for (const [name, file] of Object.entries(files)) {
    t.throws(() => joinPapers([file()]), { code: 'broken_file' }, name);
  }
});

t.test('what no page needs tires nobody, and the page is there', async (t) => {
  const table = '/Type /XRef /W [1 1 1] /Size 9 /Index [0 999999999999] /Root 1 0 R';
  for (const [name, bytes] of Object.entries({
    'a length that leads backwards': backwards(),
    'a table of a million million rows': paged(stream(table, 'abc')),
    'a number of a million digits': paged(`(${'1'.repeat(1_000_000)}`),
    'a million letters': paged('a'.repeat(1_000_000)),
    'a line of percent signs': paged(`!${'%'.repeat(500_000)}`),
    'a list that unpacks to much': paged(stream('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', zeros)),
  })) {
    t.match(Buffer.concat(joinPapers([bytes])).toString('latin1'), '(Page)', name);
  }
});
