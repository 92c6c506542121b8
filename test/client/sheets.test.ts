import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import t from 'tap';
import { csvOf } from '../../src/client/sheets/csv.js';
import { xlsxOf } from '../../src/client/sheets/xlsx.js';
import { fromUtf8 } from '../../src/core/bytes.js';
import { temporaryFolder } from '../helpers/server.js';

const FORMULAS = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '  =HYPERLINK("x")', '\u00a0=1', '＝1', '%cmd'];

t.test('a table opens in a spreadsheet with its accents, and no text in it becomes a formula', async (t) => {
  const bytes = csvOf([['Été', 'a"b', 12], ...FORMULAS.map((text) => [text, 'x;y', -3])]);
  t.strictSame([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = Buffer.from(bytes.subarray(3)).toString().split('\r\n');
  t.equal(lines[0], '"Été";"a""b";12');
  for (const [i, text] of FORMULAS.entries()) {
    t.equal(lines[i + 1], `"'${text.replaceAll('"', '""')}";"x;y";-3`, 'a number of ours stays one');
  }
  t.equal(lines.at(-1), '');
  t.equal(Buffer.from(csvOf([['a', 1]], ',').subarray(3)).toString(), '"a",1\r\n');
});

/** Each element closes the one that is open: what a reader of XML refuses is found. */
const wellFormed = (xml: string): boolean => {
  const open: string[] = [];
  for (const [, end, name, alone] of xml
    .replace(/^<\?xml[^>]*\?>\n/, '')
    .matchAll(/<(\/?)([\w:]+)[^<>]*?(\/?)>/g)) {
    if (end) {
      if (open.pop() !== name) return false;
    } else if (!alone) open.push(name as string);
  }
  return open.length === 0 && !/&(?!amp;|lt;|gt;|quot;|apos;)/.test(xml);
};

t.test(
  'a workbook has all its parts, each fit for a reader of XML, and numbers that can be reckoned with',
  async (t) => {
    const text = `a<b>&"'\u0001\ud800 ${FORMULAS[0]}`;
    const bytes = await xlsxOf([
      {
        name: 'Mois: [par/mois] et encore plus long',
        rows: [
          ['Mois', 'Nombre'],
          ['2026-11', 12],
          [text, 'moins de 5'],
        ],
      },
      { name: 'Genres', rows: [['Genre', ...Array.from({ length: 27 }, (_, i) => i)]] },
    ]);
    const files = unzipSync(bytes);
    const parts = Object.fromEntries(Object.entries(files).map(([name, data]) => [name, fromUtf8(data)]));
    t.strictSame(Object.keys(parts).toSorted(), [
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
      'xl/worksheets/sheet2.xml',
    ]);
    for (const [name, xml] of Object.entries(parts)) t.ok(wellFormed(xml), name);
    const [book, sheet] = [parts['xl/workbook.xml'] ?? '', parts['xl/worksheets/sheet1.xml'] ?? ''];
    t.match(book, /<sheet name="1 Mois {3}par mois {2}et encore pl" sheetId="1" r:id="sheet1"\/>/);
    t.match(sheet, /<c r="B2"><v>12<\/v><\/c>/);
    t.match(
      sheet,
      /<c r="A3" t="inlineStr"><is><t xml:space="preserve">a&lt;b&gt;&amp;&quot;&apos;\ufffd =1\+1<\/t>/,
    );
    t.match(parts['xl/worksheets/sheet2.xml'], /<c r="AB1" s="1"><v>26<\/v>/);
    t.notMatch(sheet, /<f>/);
    for (const target of (parts['xl/_rels/workbook.xml.rels'] ?? '').matchAll(/Target="([^"]+)"/g)) {
      t.ok(parts[`xl/${target[1]}`], 'what the book refers to is there');
    }
    const file = join(temporaryFolder(t), 'book.xlsx');
    writeFileSync(file, bytes);
    t.match(execFileSync('unzip', ['-t', file]).toString(), /No errors detected/);
  },
);
