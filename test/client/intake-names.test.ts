import fc from 'fast-check';
import t from 'tap';
import { displayText, safeFileName, titleFrom, uniqueNames } from '../../src/client/intake/names.js';
import { fixture } from '../helpers/pictures.js';

const SAMPLES: string[] = JSON.parse(Buffer.from(fixture('awkward/names.json')).toString('utf8')).map(
  ({ name }: { name: string }) => name,
);

const characters = (text: string): string[] =>
  Array.from(new Intl.Segmenter('fr', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);
const bytes = (text: string): number => Buffer.byteLength(text);

/** What no name may hold, whoever sent it. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;
const ON_NO_DISK = /[<>:"/\\|?*]/;
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i;

/** What is wrong with a title or a file name; nothing, one hopes. */
const faults = (text: string, rules: Record<string, boolean>): string[] =>
  Object.entries({ ...rules, unseen: UNSEEN.test(text), long: bytes(text) > 200 })
    .filter(([, wrong]) => wrong)
    .map(([rule]) => `${rule}: ${JSON.stringify(text)}`);

const faultsOfTitle = (title: string): string[] =>
  faults(title, {
    empty: title === '',
    characters: characters(title).length > 120,
    form: title !== title.normalize('NFC').trim(),
  });

const faultsOfFile = (file: string): string[] =>
  faults(file, {
    disk: ON_NO_DISK.test(file),
    device: DEVICES.test(file),
    start: /^[\s.\-=+@~]/.test(file),
    ending: !/[^\s.]\.pdf$/.test(file),
  });

const faultsOf = (name: string): string[] => [
  ...faultsOfTitle(titleFrom(name)),
  ...faultsOfFile(safeFileName(titleFrom(name), 'pdf')),
  ...faultsOfFile(safeFileName(name, 'pdf')),
];

t.test('hostile and foreign names become titles and file names that do no harm', async (t) => {
  t.equal(SAMPLES.length, 53);
  for (const name of SAMPLES) t.strictSame(faultsOf(name), [], JSON.stringify(name));
});

t.test('so does any text at all', async (t) => {
  const extra = ['\u202e', '\0', '../', '%2e%2e%2f', 'CON', ' ', '.', '-', '=', '\ud83d', '\u0301', '\u200d'];
  const mixed = fc
    .array(fc.constantFrom(...SAMPLES, ...extra), { maxLength: 8 })
    .map((parts) => parts.join(''));
  const names = fc.oneof(fc.string({ unit: 'binary' }), mixed);
  const property = fc.property(names, (name) => {
    t.strictSame(faultsOf(name), []);
    t.notMatch(displayText(name), UNSEEN);
  });
  fc.assert(property, { numRuns: 500 });
});

t.test('honest names in any script are kept as they are', async (t) => {
  for (const name of [
    'pièce d’identité',
    'رسالة من المحكمة',
    'ሰነድ',
    'документ о праве',
    'পরিচয়পত্র',
    '证件',
    'می‌خواهم',
    'क्‍ष',
    'giấy tờ tùy thân',
    'Straße Übersetzung ñandú',
    '👨‍👩‍👧',
    'Facture n° 12 (copie) & reçu, 2024',
  ]) {
    t.equal(titleFrom(`${name}.pdf`), name.normalize('NFC'));
    t.equal(safeFileName(name, 'pdf'), `${name.normalize('NFC')}.pdf`);
  }
});

t.test('each name becomes what a person expects', async (t) => {
  for (const [name, title, file] of [
    ['../../../../etc/passwd', 'passwd', 'passwd.jpg'],
    ['%252e%252e%252fetc%252fpasswd', 'passwd', 'passwd.jpg'],
    ['C:\\temp\\carte.jpg', 'carte', 'carte.jpg'],
    ['papier.pdf\0.jpg', 'papier', 'papier.jpg'],
    ['facture\u202efdp.exe', 'facturefdp.exe', 'facturefdp.exe.jpg'],
    ['photo.JPG', 'photo', 'photo.jpg'],
    ['photo.jpg.exe', 'photo.jpg.exe', 'photo.jpg.exe.jpg'],
    ['.htaccess', 'htaccess', 'htaccess.jpg'],
    ['', 'papier', 'papier.jpg'],
    ['..', 'papier', 'papier.jpg'],
    ['\ud83d.jpg', 'papier', 'papier.jpg'],
    ['CON', 'CON', 'papier-CON.jpg'],
    ['aux.pdf', 'aux', 'papier-aux.jpg'],
    ['-rf.pdf', '-rf', 'rf.jpg'],
    ['@SUM(1+1).jpg', '@SUM(1+1)', 'SUM(1+1).jpg'],
    ['carte:flux.jpg', 'carte:flux', 'carte-flux.jpg'],
    ['pie\u0300ce.pdf', 'pièce', 'pièce.jpg'],
    ['a\u200b\u200cb.pdf', 'ab', 'ab.jpg'],
  ] as const) {
    t.equal(titleFrom(name), title);
    t.equal(safeFileName(titleFrom(name), 'jpg'), file);
  }
  t.equal(safeFileName('Loyer 12/03/2024', 'pdf'), 'Loyer 12-03-2024.pdf', 'a title may hold a date');
  t.equal(safeFileName('carte.pdf', 'pdf'), 'carte.pdf', 'an ending is not doubled');
  t.ok(bytes(safeFileName(`nul.${'é'.repeat(110)}`, 'pdf')) <= 200, 'a device that is renamed stays short');
  t.equal(safeFileName('carte', '../x'), 'carte', 'an ending is letters and digits');
});

t.test('a long name is shortened between two characters, never inside one', async (t) => {
  const family = '👨‍👩‍👧';
  for (const unit of ['é', family, 'क्षि', 'a', '证']) {
    const title = titleFrom(`${unit.repeat(300)}.pdf`);
    t.ok(
      characters(title).every((each) => each === unit.normalize('NFC')),
      unit,
    );
    t.ok(characters(title).length >= Math.min(120, Math.floor(200 / bytes(unit)) - 1), unit);
  }
  t.equal(titleFrom('x'.repeat(50_000_000)).length, 120, 'whatever its length');
});

t.test('marks stacked over the lines around are thinned out', async (t) => {
  t.equal(titleFrom(`Z${'\u0351'.repeat(40)}a.pdf`), `Z${'\u0351'.repeat(3)}a`);
});

t.test('names written into one folder never replace each other on any disk', async (t) => {
  t.strictSame(uniqueNames(['a.pdf', 'A.pdf', 'b.pdf', 'a.PDF', 'a (2).pdf']), [
    'a.pdf',
    'A (2).pdf',
    'b.pdf',
    'a (3).PDF',
    'a (2) (2).pdf',
  ]);
  t.strictSame(uniqueNames(['pièce.pdf', 'pie\u0300ce.pdf']), ['pièce.pdf', 'pie\u0300ce (2).pdf']);
  const many = uniqueNames(Array.from({ length: 3000 }, () => safeFileName('é'.repeat(200), 'jpg')));
  t.equal(new Set(many.map((name) => name.toLowerCase())).size, 3000);
  t.ok(many.every((name) => bytes(name) <= 200));
});

t.test('a name printed in a terminal moves no cursor and turns no text', async (t) => {
  t.equal(displayText('carte\x1b[2J\x07\r\n\u202egpj.exe'), 'carte\uFFFD[2J\uFFFD\uFFFD\uFFFDgpj.exe');
  t.equal(displayText('\x9b31mrouge'), '\uFFFD31mrouge');
  t.equal(displayText('رسالة 👨‍👩‍👧 pièce'), 'رسالة 👨‍👩‍👧 pièce');
});
