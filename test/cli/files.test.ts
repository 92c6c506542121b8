import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { readPaperFile } from '../../src/cli/paper-file.js';
import { checkFree, saveFile, targetPath } from '../../src/cli/save-file.js';
import { wholeFirst } from '../../src/cli/whole-first.js';
import { SafeError } from '../../src/core/errors.js';
import { root } from '../helpers/cli.js';

const fixture = (name: string): string => join(root, 'test/fixtures', name);
const options = { keepMetadata: false };

async function* pieces(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function* failing() {
  yield Buffer.from('half of a paper');
  throw new SafeError('damaged');
}

const collect = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of bytes) all.push(piece.slice());
  return Buffer.concat(all);
};

t.test('a paper is saved whole, for its owner alone', async (t) => {
  const folder = t.testdir();
  const path = join(folder, 'paper.pdf');
  t.equal(await saveFile(path, pieces('one ', 'two'), { replace: false }), 7);
  t.equal(readFileSync(path, 'utf8'), 'one two');
  t.equal(statSync(path).mode & 0o777, 0o600);
  t.strictSame(readdirSync(folder), ['paper.pdf']);
});

t.test('what is there is never overwritten unasked, whenever it came', async (t) => {
  const folder = t.testdir({ 'paper.pdf': 'old' });
  const path = join(folder, 'paper.pdf');
  await t.rejects(saveFile(path, pieces('new'), { replace: false }), {
    code: 'file_exists',
    details: { path },
  });
  t.equal(readFileSync(path, 'utf8'), 'old');
  const other = join(folder, 'other.pdf');
  const racing = async function* () {
    yield Buffer.from('new');
    writeFileSync(other, 'came meanwhile');
  };
  await t.rejects(saveFile(other, racing(), { replace: false }), { code: 'file_exists' });
  t.equal(readFileSync(other, 'utf8'), 'came meanwhile');
  await saveFile(path, pieces('new'), { replace: true });
  t.equal(readFileSync(path, 'utf8'), 'new');
  t.strictSame(readdirSync(folder), ['other.pdf', 'paper.pdf']);
});

t.test('a paper that turns out damaged leaves nothing, and the old file as it was', async (t) => {
  const folder = t.testdir({ 'paper.pdf': 'old' });
  await t.rejects(saveFile(join(folder, 'paper.pdf'), failing(), { replace: true }), { code: 'damaged' });
  await t.rejects(saveFile(join(folder, 'new.pdf'), failing(), { replace: false }), { code: 'damaged' });
  t.equal(readFileSync(join(folder, 'paper.pdf'), 'utf8'), 'old');
  t.strictSame(readdirSync(folder), ['paper.pdf']);
});

t.test('a paper for standard output is given whole or not at all, and stays nowhere', async (t) => {
  const folder = t.testdir();
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  t.teardown(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  t.equal((await collect(wholeFirst(pieces('one ', 'two')))).toString(), 'one two');
  const given: Uint8Array[] = [];
  const reading = async () => {
    for await (const piece of wholeFirst(failing())) given.push(piece);
  };
  await t.rejects(reading(), { code: 'damaged' });
  t.strictSame(given, []);
  t.strictSame(readdirSync(folder), []);
});

t.test(
  'a command killed while it saves leaves no paper under its name, and the next one tidies up',
  async (t) => {
    const folder = t.testdir();
    const path = join(folder, 'paper.pdf');
    const child = fork(new URL('../helpers/slow-save.js', import.meta.url), [path]);
    await once(child, 'message');
    const [draft = ''] = readdirSync(folder);
    t.equal(statSync(join(folder, draft)).mode & 0o777, 0o600);
    child.kill('SIGKILL');
    await once(child, 'exit');
    t.strictSame(readdirSync(folder), [draft], 'a piece is left, not under the paper’s name');
    const old = new Date(Date.now() - 120_000);
    utimesSync(join(folder, draft), old, old);
    await saveFile(join(folder, 'next.pdf'), pieces('next'), { replace: false });
    t.strictSame(readdirSync(folder), ['next.pdf']);
  },
);

t.test('a command that is stopped while it saves leaves nothing at all', async (t) => {
  const folder = t.testdir();
  const child = fork(new URL('../helpers/slow-save.js', import.meta.url), [join(folder, 'paper.pdf')]);
  await once(child, 'message');
  t.equal(readdirSync(folder).length, 1);
  child.kill('SIGINT');
  t.equal((await once(child, 'exit'))[0], 130);
  t.strictSame(readdirSync(folder), []);
});

t.test('where nothing can be saved, the reason is told before anything is asked of the server', async (t) => {
  const folder = t.testdir({ 'paper.pdf': 'x' });
  await t.rejects(checkFree(join(folder, 'no', 'paper.pdf'), false), {
    code: 'cannot_save',
    details: { reason: 'folder' },
  });
  await t.rejects(checkFree(folder, true), { code: 'file_exists' });
  t.equal(
    await targetPath(folder, 'a.pdf'),
    join(folder, 'a.pdf'),
    'a folder means the paper’s own name in it',
  );
  t.equal(await targetPath(join(folder, 'b.pdf'), 'a.pdf'), join(folder, 'b.pdf'));
});

t.test('a photo is read whole and cleaned, a large PDF is streamed as it is', async (t) => {
  const photo = await readPaperFile(fixture('photos/photo-01.jpg'), options);
  t.equal(photo.mediaType, 'image/jpeg');
  t.ok(photo.removed.includes('position'));
  t.notOk((await collect(photo.open())).includes('CANARY-'));
  const kept = await readPaperFile(fixture('photos/photo-01.jpg'), { keepMetadata: true });
  t.strictSame(await collect(kept.open()), readFileSync(fixture('photos/photo-01.jpg')));
  const path = join(t.testdir(), 'large.pdf');
  const pdf = readFileSync(fixture('scans/scan-01-page.pdf'));
  const filler = Buffer.concat([Buffer.from('\n%'), Buffer.alloc(5_000_000, 'x'), Buffer.from('\n')]);
  const end = pdf.lastIndexOf('startxref');
  writeFileSync(path, Buffer.concat([pdf.subarray(0, end), filler, pdf.subarray(end)]));
  const large = await readPaperFile(path, options);
  t.equal(large.whole, null);
  t.equal(large.length, statSync(path).size);
  for (let time = 0; time < 2; time++)
    t.ok((await collect(large.open())).equals(readFileSync(path)), 'from the beginning each time');
});

t.test('a file that changes between looking and sending is said to have changed', async (t) => {
  const make = () => {
    const path = join(t.testdir(), 'large.pdf');
    const pdf = readFileSync(fixture('scans/scan-01-page.pdf'));
    const end = pdf.lastIndexOf('startxref');
    const filler = Buffer.concat([Buffer.from('\n%'), Buffer.alloc(5_000_000, 'x'), Buffer.from('\n')]);
    writeFileSync(path, Buffer.concat([pdf.subarray(0, end), filler, pdf.subarray(end)]));
    return path;
  };
  const changes: Record<string, (path: string) => void> = {
    grown: (path) => appendFileSync(path, 'x'),
    cut: (path) => truncateSync(path, 1000),
    rewritten: (path) => writeFileSync(path, Buffer.alloc(statSync(path).size, 1)),
  };
  for (const [name, change] of Object.entries(changes)) {
    const before = make();
    const file = await readPaperFile(before, options);
    await pause(20);
    change(before);
    await t.rejects(collect(file.open()), { code: 'file_changed' }, `${name} before`);
    const during = make();
    const reading = (await readPaperFile(during, options)).open()[Symbol.asyncIterator]();
    await reading.next();
    await pause(20);
    change(during);
    const rest = async () => {
      for (let step = await reading.next(); !step.done; step = await reading.next());
    };
    await t.rejects(rest(), { code: 'file_changed' }, `${name} while it is read`);
  }
});

t.test('what is no file is refused in words', async (t) => {
  const folder = t.testdir({ 'empty.pdf': '' });
  await t.rejects(readPaperFile(join(folder, 'no.pdf'), options), { code: 'file_not_found' });
  await t.rejects(readPaperFile(join(folder, 'empty.pdf', 'x'), options), { code: 'file_not_found' });
  await t.rejects(readPaperFile(join(folder, 'empty.pdf'), options), { code: 'empty_file' });
  await t.rejects(readPaperFile(folder, options), { code: 'file_unreadable', details: { reason: 'folder' } });
  await t.rejects(readPaperFile('/dev/zero', options), { code: 'file_unreadable' });
  symlinkSync('loop', join(folder, 'loop'));
  await t.rejects(readPaperFile(join(folder, 'loop'), options), { code: 'file_unreadable' });
});

t.test(
  'a file that may not be read is said to be closed',
  { skip: process.getuid?.() === 0 && 'root reads everything' },
  async (t) => {
    const path = join(t.testdir({ 'mine.pdf': 'x' }), 'mine.pdf');
    chmodSync(path, 0);
    await t.rejects(readPaperFile(path, options), { code: 'file_unreadable', details: { reason: 'denied' } });
  },
);

t.test('a huge file of another kind is refused for its kind, a huge picture for its size', async (t) => {
  const folder = t.testdir();
  const film = join(folder, 'film.mp4');
  writeFileSync(film, 'ftyp');
  truncateSync(film, 200_000_000);
  await t.rejects(readPaperFile(film, options), { code: 'unsupported_type' });
  const picture = join(folder, 'picture.jpg');
  copyFileSync(fixture('photos/photo-01.jpg'), picture);
  chmodSync(picture, 0o600);
  truncateSync(picture, 200_000_000);
  await t.rejects(readPaperFile(picture, options), { code: 'file_too_large' });
});
