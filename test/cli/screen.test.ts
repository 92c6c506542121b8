import { unzipSync } from 'fflate';
import t from 'tap';
import { choosePaper, choosePapers, inOrder } from '../../src/cli/choose.js';
import { daysLeft, formatFor, isDay } from '../../src/cli/format.js';
import { documentText, type Screen } from '../../src/cli/screen.js';
import { table } from '../../src/cli/table.js';
import { clip, padEnd, textWidth, wrap } from '../../src/cli/text-width.js';
import { en } from '../../src/cli/words/en.js';
import { fr } from '../../src/cli/words/fr.js';
import { checkZipRoom, zipStream } from '../../src/client/zip.js';
import type { Paper } from '../../src/client/paper.js';

const screen = {
  width: 80,
  paint: (_tone: string, text: string) => `\u001b[1m${text}\u001b[22m`,
} as unknown as Screen;
const plain = (text: string): string => text.replaceAll('\u001b[1m', '').replaceAll('\u001b[22m', '');

t.test('columns stand under each other in every script', async (t) => {
  t.equal(textWidth('Carte'), 5);
  t.equal(textWidth('日本語'), 6);
  t.equal(textWidth('e\u0301té'), 3, 'a letter with its accent');
  t.equal(textWidth('👩‍👧'), 2);
  t.equal(textWidth('بطاقة'), 5);
  t.equal(padEnd('日本', 6), '日本  ');
  t.equal(clip('Carte d’identité', 8), 'Carte d…');
  t.equal(clip('日本語の書類', 6), '日本…');
});

t.test('a document for machines steers no terminal, and reads as what it was', async (t) => {
  const title = 'a\u009b2Jb\u007f\u202efdp.exe\u2066\u200fé';
  const text = documentText({ title });
  t.match(text, '\\u009b');
  t.notMatch(text, /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  t.strictSame(JSON.parse(text), { title });
});

t.test('an export that no ZIP file can hold is refused', async (t) => {
  const refused = { code: 'cannot_save', details: { reason: 'zip' } };
  const small = { name: 'a.pdf', size: 10 };
  checkZipRoom([small]);
  checkZipRoom([{ name: 'a.pdf', size: 2 ** 32 - 1000 }]);
  t.throws(() => checkZipRoom([{ name: 'a.pdf', size: 2 ** 32 - 10 }]), refused, 'its own entries count');
  t.throws(() => checkZipRoom([small, { name: 'b.pdf', size: 2 ** 32 - 100 }]), refused);
  t.throws(() => checkZipRoom(Array.from({ length: 65_536 }, () => small)), refused);
  const entries = async function* () {
    for (const size of [10, 2 ** 32]) yield { name: `${size}`, size, bytes: pieces() };
  };
  const pieces = async function* () {
    yield Buffer.alloc(10);
  };
  const read = async () => {
    for await (const piece of zipStream(entries())) t.ok(piece);
  };
  await t.rejects(read(), refused, 'also what was not known beforehand');
});

t.test('a table stays within the screen, whatever the titles are', async (t) => {
  const columns = [
    { title: 'No', align: 'right' as const },
    { title: 'Paper', shrinks: true as const },
    { title: 'Kind', shrinks: true as const },
    { title: 'Valid until' },
  ];
  const rows = ['x', '日本語'.repeat(40), 'a'.repeat(300), '$& $1', ''].map((title, at) => [
    { text: String(at) },
    { text: title, tone: 'strong' as const },
    { text: 'Attestation de domiciliation' },
    { text: '01/01/2027 (soon)', tone: 'warn' as const },
  ]);
  const lines = table(screen, columns, rows).map(plain);
  for (const line of lines) t.ok(textWidth(line) <= 80, line);
  t.equal(new Set(lines.slice(1).map((line) => textWidth(line))).size, 1, 'all rows end alike');
  t.match(lines[4], '$& $1');
});

t.test('long sentences break between words and go on under their beginning', async (t) => {
  t.equal(wrap('one two three', 8), 'one two\nthree');
  t.equal(wrap('  one two three', 9), '  one two\n  three');
  t.equal(wrap('• one two three', 9), '• one two\n  three');
  t.equal(wrap('  add  one two three', 12), '  add  one\n       two\n       three');
  t.equal(wrap('averylongwordindeed', 8), 'averylongwordindeed');
});

t.test('sizes and dates are written as people write them', async (t) => {
  const english = formatFor(en);
  const french = formatFor(fr);
  t.equal(english.size(999), '999 B');
  t.equal(english.size(1_859_206), '1.9 MB');
  t.equal(french.size(1_859_206), '1,9 Mo');
  t.equal(french.size(42_366), '42 ko');
  t.equal(english.plainDay('2027-03-31'), '31/03/2027');
  t.equal(english.plainDay('not a day'), 'not a day');
  t.ok(isDay('2028-02-29'));
  for (const wrong of ['2027-02-29', '2027-13-01', '31/03/2027', '2027-3-1', '', '2027-03-31x'])
    t.notOk(isDay(wrong), wrong);
  t.equal(daysLeft('2027-03-31', Date.parse('2027-03-31T12:00:00Z')), 0);
  t.equal(daysLeft('2027-03-31', Date.parse('2027-04-01T12:00:00Z')), -1);
});

const paper = (doc: string, title: string, added: number): Paper =>
  ({ doc, metadata: { title, added, since: added } }) as Paper;
const papers = inOrder([
  paper('b1c2d3', 'Carte d’identité', 2),
  paper('a1b2c3', 'Avis d’impôt', 1),
  paper('a1b2ff', 'Avis', 3),
]);
const title = (word: string): string => choosePaper(papers, word).metadata.title;

t.test('a paper is found by its number, its id or its title, and never guessed', async (t) => {
  t.equal(title('1'), 'Avis d’impôt');
  t.equal(title('3'), 'Avis');
  t.equal(title('b1c2'), 'Carte d’identité');
  t.equal(title('identite'), 'Carte d’identité');
  t.equal(title('AVIS'), 'Avis', 'the whole title wins over a part of one');
  t.throws(() => title('a1b2'), { code: 'bad_usage', details: { reason: 'ambiguous' } });
  t.equal(title('avis d'), 'Avis d’impôt');
  t.equal(title("Carte d'identite"), 'Carte d’identité', 'with the sign that keyboards have');
  for (const word of ['4', '0', '', ' ', '-', 'zzz', '99999'])
    t.throws(() => title(word), { code: 'not_found', details: { paper: word } }, word);
  t.equal(choosePapers(papers, ['1', 'impôt', '2']).length, 2, 'the same paper named twice is one');
});

t.test('a ZIP is whole, holds bytes as they were, and keeps names of every script', async (t) => {
  const big = Buffer.alloc(3_000_000, 'paper ');
  const entries = async function* () {
    for (const [name, bytes] of [
      ['README.txt', Buffer.from('hello')],
      ['papiers/Identité/日本語.pdf', big],
      ['empty', Buffer.alloc(0)],
    ] as const) {
      yield {
        name,
        size: bytes.length,
        bytes: (async function* () {
          for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
        })(),
      };
    }
  };
  const out: Uint8Array[] = [];
  for await (const piece of zipStream(entries())) out.push(Buffer.from(piece));
  const read = unzipSync(Buffer.concat(out));
  t.strictSame(Object.keys(read), ['README.txt', 'papiers/Identité/日本語.pdf', 'empty']);
  t.ok(Buffer.from(read['papiers/Identité/日本語.pdf'] ?? []).equals(big));
});
