import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import t from 'tap';
import { fromBase64Url, toHex } from '../../src/core/bytes.js';
import { decodeCard } from '../../src/core/crypto/card-code.js';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { type Machine, newMachine, root } from '../helpers/cli.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';
const TITLE = 'Avis d’impôt de Samia 7313';
const NOTE = 'Demander un délai à la perception';
const PHOTO = join(root, 'test/fixtures/photos/photo-01.jpg');
const PDF = join(root, 'test/fixtures/scans/text-searchable.pdf');
const CARD = 'pochette-rescue-card.png';

const pixels = (file: string | Uint8Array): Promise<Buffer> => sharp(file).autoOrient().raw().toBuffer();
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const mode = (path: string): number => statSync(path).mode & 0o777;

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** The forms in which a secret could have been written down. */
const formsOf = (secret: Uint8Array): string[] => [
  Buffer.from(secret).toString('latin1'),
  toHex(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
];

t.test('papers go in, come back on another machine, and leave when their holder wants', async (t) => {
  const server = await startServerProcess(t);
  const phone = newMachine(t);
  const library = newMachine(t);
  const run = (machine: Machine, ...args: string[]) =>
    machine.run(args, `${CODE}\n`, { POCHETTE_SERVER: server.url });
  let cardSecret: Uint8Array = new Uint8Array();

  await t.test('a new safe comes with a card that only its holder may read', async (t) => {
    const opened = await run(phone, 'open', '--json', '--show-card', '--nickname', 'Samia');
    t.equal(opened.code, 0, opened.err);
    t.equal(opened.json.server, server.url);
    t.equal(mode(opened.json.card.pdf), 0o600);
    t.equal(mode(opened.json.card.png), 0o600);
    t.equal(mode(phone.home), 0o700);
    t.equal(mode(join(phone.home, 'safe.json')), 0o600);
    cardSecret = decodeCard(opened.json.card.typed, cardCheck).secret;
    const again = await run(phone, 'open', '--json');
    t.equal(again.code, 2);
    t.equal(again.json.error.code, 'already_open');
  });

  await t.test('a photo and a PDF are kept; what is no paper is refused and the rest goes on', async (t) => {
    writeFileSync(join(phone.folder, 'empty.jpg'), '');
    copyFileSync(join(root, 'test/fixtures/awkward/script.svg'), join(phone.folder, 'paper.jpg'));
    const files = [PHOTO, 'empty.jpg', 'paper.jpg', 'nothing.pdf', '.', PDF];
    const added = await run(phone, 'add', ...files, '--json', '--expires', '2031-05-02', '--note', NOTE);
    t.equal(added.code, 9, 'some kept, some not');
    const fates = new Map(added.json.files.map((one) => [one.file, one.error?.code ?? one.state]));
    t.strictSame(Object.fromEntries(fates), {
      [PHOTO]: 'kept',
      [PDF]: 'kept',
      'empty.jpg': 'empty_file',
      'paper.jpg': 'unsupported_type',
      'nothing.pdf': 'file_not_found',
      '.': 'file_unreadable',
    });
    const twice = await run(phone, 'add', PHOTO, '--json');
    t.equal(twice.code, 0);
    t.equal(twice.json.files[0]?.state, 'there', 'the same photo is not sent again');
    const titled = await run(
      phone,
      'add',
      PDF,
      '--again',
      '--title',
      TITLE,
      '--kind',
      'tax-notice',
      '--json',
    );
    t.equal(titled.code, 0, titled.err);
  });

  await t.test('the list tells the papers and what they are', async (t) => {
    const { json } = await run(phone, 'list', '--json');
    t.strictSame(
      json.papers.map(({ number, title, kind, expires, mediaType }) => [
        number,
        title,
        kind,
        expires,
        mediaType,
      ]),
      [
        [1, 'photo-01', 'other', '2031-05-02', 'image/jpeg'],
        [2, 'text-searchable', 'other', '2031-05-02', 'application/pdf'],
        [3, TITLE, 'tax-notice', null, 'application/pdf'],
      ],
    );
    const seen = await run(phone, 'list');
    t.match(seen.out, TITLE);
    for (const line of seen.out.split('\n')) t.ok(line.length <= 80, line);
  });

  await t.test('what is sent anew becomes the next version; the one before can still be had', async (t) => {
    const newer = join(root, 'test/fixtures/scans/scan-01-page.pdf');
    const numbers = async () => (await run(phone, 'list', '--json')).json.papers.map((one) => one.id);
    const before = await numbers();
    t.equal((await run(phone, 'add', newer, '--replace', TITLE, '--json')).json.files[0]?.version, 2);
    t.strictSame(await numbers(), before, 'each paper keeps its number');
    const { json } = await run(phone, 'versions', 'impot', '--json');
    t.strictSame(
      json.versions.map((one) => [one.version, one.title, one.kind]),
      [
        [1, TITLE, 'tax-notice'],
        [2, TITLE, 'tax-notice'],
      ],
    );
    t.equal((await run(phone, 'get', 'impot', '--revision', '1', '--out', 'first.pdf')).code, 0);
    t.equal(digest(readFileSync(join(phone.folder, 'first.pdf'))), digest(readFileSync(PDF)));
  });

  await t.test('card and code open the safe on a machine that knows nothing', async (t) => {
    t.equal((await run(library, 'list', '--json')).json.error.code, 'not_logged_in');
    copyFileSync(join(phone.folder, CARD), join(library.folder, CARD));
    const wrong = await library.run(['login', '--card', CARD, '--json', '--server', server.url], '593820\n');
    t.equal(wrong.code, 4);
    t.match(wrong.json.error, { code: 'wrong_code', details: { triesLeft: 9 } });
    const right = await run(library, 'login', '--card', CARD);
    t.equal(right.code, 0, right.err);
  });

  await t.test(
    'both papers are there: the PDF byte for byte, the photo pixel for pixel and without its traces',
    async (t) => {
      t.equal((await run(library, 'get', 'text-searchable')).code, 0);
      const pdf = join(library.folder, 'text-searchable.pdf');
      t.equal(digest(readFileSync(pdf)), digest(readFileSync(PDF)));
      t.equal(mode(pdf), 0o600);
      const streamed = await run(library, 'get', 'text-searchable', '--out', '-');
      t.equal(digest(streamed.bytes), digest(readFileSync(PDF)), 'also on standard output');
      t.equal((await run(library, 'get', '1', '--out', 'mine.jpg')).code, 0);
      mkdirSync(join(library.folder, 'copies'));
      t.equal((await run(library, 'get', '1', '--out', 'copies')).code, 0);
      t.ok(
        readFileSync(join(library.folder, 'copies', 'photo-01.jpg')).length > 0,
        'a folder takes it under its own name',
      );
      const photo = readFileSync(join(library.folder, 'mine.jpg'));
      t.ok((await pixels(photo)).equals(await pixels(PHOTO)));
      t.ok(readFileSync(PHOTO).includes('CANARY-'), 'the original tells');
      t.notOk(photo.includes('CANARY-'));
      const { exif } = await sharp(photo).metadata();
      t.notOk(exif?.includes('GPS'));
      const taken = await run(library, 'get', '1', '--out', 'mine.jpg', '--json');
      t.equal(taken.code, 3);
      t.equal(taken.json.error.code, 'file_exists');
      t.ok(readFileSync(join(library.folder, 'mine.jpg')).equals(photo), 'nothing was replaced');
    },
  );

  await t.test('the history tells what both machines did, and is whole', async (t) => {
    const { json, code } = await run(library, 'history', '--json');
    t.equal(code, 0);
    t.equal(json.verified.entries, json.entries.length);
    const done = new Set(json.entries.map((entry) => entry.action));
    for (const act of ['paper.keep', 'paper.read', 'unlocker.refused', 'unlocker.change', 'log.read']) {
      t.ok(done.has(act), act);
    }
    const short = await run(library, 'history');
    t.match(short.out, /kept “photo-01”/);
    t.notMatch(short.out, /looked at the list/);
    t.match((await run(library, 'history', '--all')).out, /looked at the list/);
    const about = await run(library, 'history', '--paper', '1', '--json');
    t.ok(about.json.entries.every((entry) => entry.paper === 'photo-01'));
  });

  await t.test('what is in the bin comes back; what is destroyed does not', async (t) => {
    t.equal((await run(library, 'bin', '1', 'text-searchable')).code, 0);
    t.equal((await run(library, 'list', '--json')).json.papers.length, 1);
    t.equal((await run(library, 'restore', 'text-searchable')).code, 0);
    t.equal((await run(library, 'destroy', '1', '--bin', '--json')).json.error.details.reason, 'needs_yes');
    t.equal((await run(library, 'destroy', '1', '--bin', '--yes')).code, 0);
    t.equal((await run(library, 'list', '--bin', '--json')).json.papers.length, 0);
    t.equal((await run(library, 'get', 'photo-01', '--json')).code, 5);
  });

  await t.test('a lost phone is blocked by whoever has card and code', async (t) => {
    const { json } = await run(library, 'devices', '--json');
    const lost = json.devices.find((one) => one.type === 'device' && !one.thisMachine);
    t.equal((await run(library, 'devices', 'block', String(lost?.number))).code, 0);
    const refused = await run(phone, 'list', '--json');
    t.equal(refused.code, 4);
    t.equal(refused.json.error.code, 'lock_blocked');
  });

  await t.test('everything leaves in one ZIP that any program reads', async (t) => {
    const { json, code } = await run(library, 'export', '--out', 'all.zip', '--json');
    t.equal(code, 0);
    t.equal(mode(json.saved), 0o600);
    const entries = unzipSync(readFileSync(json.saved));
    const names = Object.keys(entries);
    for (const name of ['README.txt', 'metadata.json', 'history.txt', 'log.json'])
      t.ok(names.includes(name), name);
    t.ok(
      Object.values(entries).some((bytes) => digest(bytes) === digest(readFileSync(PDF))),
      'the PDF is in it, byte for byte',
    );
    t.match(Buffer.from(entries['metadata.json'] ?? []).toString(), TITLE);
  });

  const device = JSON.parse(readFileSync(join(library.home, 'safe.json'), 'utf8')) as {
    deviceSecret: string;
  };

  await t.test('neither the server’s folder nor its log holds anything of this', async (t) => {
    await server.stop();
    const pdf = readFileSync(PDF);
    const photo = readFileSync(PHOTO);
    const plain = [pdf, photo].flatMap((bytes) =>
      [0.2, 0.5, 0.8].map((share) => bytes.subarray(bytes.length * share, bytes.length * share + 32)),
    );
    const texts = [
      TITLE,
      NOTE,
      'photo-01',
      'text-searchable',
      'Samia',
      'tax-notice',
      'application/pdf',
      'CANARY-',
    ];
    const needles = [
      ...plain,
      ...texts.map((text) => Buffer.from(text)),
      ...[cardSecret, fromBase64Url(device.deviceSecret)]
        .flatMap(formsOf)
        .map((form) => Buffer.from(form, 'latin1')),
    ];
    const places = [
      ...filesUnder(server.dataDir).map((path) => readFileSync(path)),
      Buffer.from(server.log()),
    ];
    t.ok(places.length > 20, 'the database is among them');
    for (const needle of needles) {
      const found = places.filter((bytes) => bytes.includes(needle));
      t.equal(found.length, 0, needle.toString('latin1').slice(0, 40));
    }
    t.notMatch(
      server.log(),
      new RegExp(`(?<![0-9a-z])${CODE}(?![0-9a-z])`, 'i'),
      'the code is in no log line',
    );
  });
});
