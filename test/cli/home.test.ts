import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { createHome } from '../../src/cli/home.js';
import { mergeRemembered } from '../../src/cli/home-pins.js';
import type { Remembered } from '../../src/client/ports.js';

const remembered = (seq: number, hash = `${seq}`): Remembered => ({
  server: 'http://127.0.0.1:3000',
  uid: 'aa',
  deviceSecret: 'c2VjcmV0',
  safe: 'bb',
  pins: { fp: 'cc', gen: 1, unlockersSeq: 1, head: { seq, hash }, log: { seq: 0, hash: 'dd' } },
});

const writer = new URL('../helpers/home-writer.js', import.meta.url);
const mode = (path: string): number => statSync(path).mode & 0o777;

t.test('what a machine remembers is read by its owner alone', async (t) => {
  const folder = join(t.testdir(), 'home');
  const home = createHome(folder);
  t.equal(await home.read(), null);
  t.notOk(existsSync(folder), 'looking makes nothing');
  await home.write(remembered(1));
  t.equal(mode(folder), 0o700);
  t.equal(mode(join(folder, 'safe.json')), 0o600);
  t.strictSame(await home.read(), remembered(1));
  await home.forget();
  t.equal(await home.read(), null);
  t.strictSame(readdirSync(folder), []);
});

t.test('a home that others could read is closed before it is used', async (t) => {
  const folder = t.testdir({ 'safe.json': JSON.stringify(remembered(1)) });
  chmodSync(folder, 0o755);
  chmodSync(join(folder, 'safe.json'), 0o644);
  t.strictSame(await createHome(folder).read(), remembered(1));
  t.equal(mode(folder), 0o700);
  t.equal(mode(join(folder, 'safe.json')), 0o600);
});

t.test(
  'a worker’s machine remembers no safe, but whom it believes, and two commands forget nobody',
  async (t) => {
    const { safe, ...rest } = remembered(1);
    const relay = { fp: 'ab', directory: null, name: null, team: { seq: 1, hash: 'a' } };
    const knowing = (known: object): Remembered =>
      ({ ...rest, role: 'worker', safe: null, pins: { ...rest.pins, known } }) as Remembered;
    const first = knowing({ relays: { aa: relay }, contacts: {}, invitations: { cc: 'kept' } });
    const home = createHome(join(t.testdir(), 'home'));
    await home.write(first);
    t.strictSame(await home.read(), first);
    const person = { gen: 1, fp: 'ef', name: 'Alix' };
    const later = { ...relay, directory: 'key', team: { seq: 2, hash: 'b' } };
    await home.write(knowing({ relays: { aa: later }, contacts: { ee: person }, invitations: { cc: '' } }));
    await home.write(first);
    t.strictSame((await home.read())?.pins.known, {
      relays: { aa: later },
      contacts: { ee: person },
      invitations: { cc: '' },
    });
    const forked = { ...relay, team: { seq: 2, hash: 'c' } };
    await t.rejects(home.write(knowing({ relays: { aa: forked }, contacts: {}, invitations: {} })), {
      code: 'rolled_back',
    });
    for (const broken of [
      { ...first, role: 'holder' },
      { ...first, safe },
      { ...first, role: 'relay' },
      knowing({ relays: { aa: { fp: 1 } }, contacts: {}, invitations: {} }),
      knowing({ relays: {}, contacts: {} }),
    ]) {
      const folder = t.testdir({ 'safe.json': JSON.stringify(broken) });
      await t.rejects(createHome(folder).read(), { code: 'damaged' });
    }
  },
);

t.test('a home that is damaged is said to be, and can be forgotten', async (t) => {
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"server":"x"}',
    JSON.stringify({ ...remembered(1), pins: { head: 1 } }),
  ]) {
    const folder = t.testdir({ 'safe.json': text });
    const home = createHome(folder);
    await t.rejects(home.read(), { code: 'damaged', details: { reason: 'home' } }, text);
    await home.forget();
    t.equal(await home.read(), null);
  }
});

t.test('a folder that cannot be written to is told in words', async (t) => {
  const folder = join(t.testdir({ file: '' }), 'file', 'home');
  await t.rejects(createHome(folder).write(remembered(1)), {
    code: 'cannot_save',
    details: { reason: 'home' },
  });
});

t.test('two commands at once never undo what the other has seen', async (t) => {
  t.strictSame(mergeRemembered(remembered(5), remembered(4)).pins.head, { seq: 5, hash: '5' });
  t.strictSame(mergeRemembered(remembered(4), remembered(5)).pins.head, { seq: 5, hash: '5' });
  t.throws(() => mergeRemembered(remembered(5, 'a'), remembered(5, 'b')), { code: 'rolled_back' });
  const other = { ...remembered(1), uid: 'other' };
  t.strictSame(mergeRemembered(remembered(5), other), other, 'another safe takes nothing over');
  const list = (unlockersSeq: number, unlockersHash?: string): Remembered => ({
    ...remembered(1),
    pins: { ...remembered(1).pins, unlockersSeq, ...(unlockersHash === undefined ? {} : { unlockersHash }) },
  });
  t.throws(
    () => mergeRemembered(list(2, 'a'), list(2, 'b')),
    { code: 'rolled_back' },
    'nor lists of devices',
  );
  t.strictSame(mergeRemembered(list(3, 'c'), list(2, 'b')), list(3, 'c'));
  t.strictSame(mergeRemembered(list(2), list(2, 'b')), list(2, 'b'), 'a number alone is filled in');
  t.strictSame(mergeRemembered(list(2, 'b'), list(2)), list(2, 'b'));
  const folder = join(t.testdir(), 'home');
  const order = [3, 9, 1, 7, 2, 8];
  await Promise.all(order.map((seq) => createHome(folder).write(remembered(seq))));
  t.equal((await createHome(folder).read())?.pins.head?.seq, 9);
  t.strictSame(readdirSync(folder), ['safe.json']);
});

t.test('commands in many processes write one after the other', async (t) => {
  const folder = join(t.testdir(), 'home');
  const children = [4, 1, 3, 2].map((seq) => fork(writer, [folder, String(seq), '20']));
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0] as number));
  t.strictSame(codes, [0, 0, 0, 0]);
  t.equal((await createHome(folder).read())?.pins.head?.seq, 4 * 1000 + 20);
});

t.test(
  'a command killed at any moment leaves the old state or the new one, and bars nobody’s way',
  async (t) => {
    const folder = join(t.testdir(), 'home');
    await createHome(folder).write(remembered(1));
    for (let round = 0; round < 12; round++) {
      const child = fork(writer, [folder, String(round + 10), '100000']);
      await once(child, 'message');
      await pause(round * 3);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const state = await createHome(folder).read();
      t.ok((state?.pins.head?.seq ?? 0) >= 1, 'readable');
      await createHome(folder).write(remembered((round + 11) * 1000));
      t.strictSame(readdirSync(folder), ['safe.json'], 'nothing of it is left');
    }
  },
);

t.test(
  'a home that belongs to somebody else is not used',
  { skip: process.getuid?.() !== 0 && 'needs root' },
  async (t) => {
    const folder = join(t.testdir(), 'home');
    mkdirSync(folder);
    writeFileSync(join(folder, 'safe.json'), JSON.stringify(remembered(1)));
    const chown = spawn('chown', ['-R', '65534', folder]);
    await once(chown, 'exit');
    await t.rejects(createHome(folder).read(), { code: 'bad_usage', details: { reason: 'home_not_ours' } });
    t.match(readFileSync(join(folder, 'safe.json'), 'utf8'), 'uid');
  },
);
