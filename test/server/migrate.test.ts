import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { migrate } from '../../src/server/database/migrate.js';
import { query, silent } from '../helpers/embedded.js';
import { testDatabase } from '../helpers/postgres.js';

const FIRST = 'create table papers (id int8 primary key);\ninsert into papers values (1);\n';
const SECOND = 'alter table papers add column title text;\n';

/** An empty database and a folder with two migrations. */
const setUp = async (t: Test) => {
  const { ownerUrl } = await testDatabase(t);
  await query(ownerUrl, 'drop schema public cascade; create schema public');
  const folder = t.testdir({
    '0001_papers.sql': FIRST,
    '0002_titles.sql': SECOND,
    'readme.md': 'not a migration',
  });
  return { ownerUrl, folder, run: () => migrate(ownerUrl, folder, silent) };
};

const tables = async (url: string): Promise<string[]> => {
  const rows = await query<{ name: string }>(
    url,
    "select tablename::text as name from pg_tables where schemaname = 'public' and tablename not like '%migration%'",
  );
  return rows.map(({ name }) => name);
};

t.test('migrations run once each, in order, and a later start has nothing to do', async (t) => {
  const { ownerUrl, folder, run } = await setUp(t);
  t.strictSame(await run(), ['0001_papers', '0002_titles']);
  t.strictSame(await run(), []);
  writeFileSync(join(folder, '0003_more.sql'), "update papers set title = 'kept';");
  t.strictSame(await run(), ['0003_more']);
  t.strictSame(await query(ownerUrl, 'select title from papers'), [{ title: 'kept' }]);
});

t.test('servers that start at once migrate once', async (t) => {
  const { ownerUrl, run } = await setUp(t);
  const applied = await Promise.all([run(), run(), run(), run()]);
  t.strictSame(applied.flat().toSorted(), ['0001_papers', '0002_titles']);
  t.strictSame(await query(ownerUrl, 'select count(*)::int as count from papers'), [{ count: 1 }]);
});

t.test('a migration that fails leaves nothing behind and says which one it was', async (t) => {
  const { ownerUrl, folder, run } = await setUp(t);
  writeFileSync(join(folder, '0002_titles.sql'), 'create table half (id int8); select * from nowhere;');
  await t.rejects(run(), { code: 'cannot_start', message: /0002_titles\.sql.*nowhere/ });
  t.strictSame(await tables(ownerUrl), []);
  writeFileSync(join(folder, '0002_titles.sql'), SECOND);
  t.strictSame(await run(), ['0001_papers', '0002_titles']);
});

t.test('a migration altered after it was applied is refused, other line ends are not', async (t) => {
  const { folder, run } = await setUp(t);
  await run();
  writeFileSync(join(folder, '0001_papers.sql'), FIRST.replaceAll('\n', '\r\n'));
  t.strictSame(await run(), []);
  writeFileSync(join(folder, '0001_papers.sql'), `${FIRST}-- a word more\n`);
  await t.rejects(run(), { code: 'cannot_start', message: /0001_papers\.sql was altered/ });
});

t.test('a database of a newer program is refused rather than served by an older one', async (t) => {
  const { folder, run } = await setUp(t);
  await run();
  rmSync(join(folder, '0002_titles.sql'));
  await t.rejects(run(), { code: 'cannot_start', message: /0002_titles\.sql, which is missing/ });
});

t.test('a migration slipped in before applied ones is refused', async (t) => {
  const { ownerUrl, folder, run } = await setUp(t);
  renameSync(join(folder, '0001_papers.sql'), join(folder, '0005_papers.sql'));
  writeFileSync(join(folder, '0002_titles.sql'), 'create table titles (id int8)');
  await run();
  writeFileSync(join(folder, '0003_between.sql'), 'create table between_them (id int8)');
  await t.rejects(run(), { code: 'cannot_start' });
  t.notOk((await tables(ownerUrl)).includes('between_them'));
});

t.test('a folder that can not be trusted is refused before anything runs', async (t) => {
  const { ownerUrl, folder, run } = await setUp(t);
  const attempts: Record<string, [string, RegExp]> = {
    '0003 spaces.sql': ['select 1', /not named like/],
    'three.sql': ['select 1', /not named like/],
    '0002_again.sql': ['select 1', /number 0002/],
    '0003_ends.sql': ['create table a (id int8);\ncommit;\nselect 1', /ends its own transaction/],
  };
  for (const [file, [text, message]] of Object.entries(attempts)) {
    writeFileSync(join(folder, file), text);
    await t.rejects(run(), { code: 'cannot_start', message }, file);
    rmSync(join(folder, file));
  }
  t.strictSame(await tables(ownerUrl), []);
  const body = 'create function f() returns int language plpgsql as $$\nbegin\n  return 1;\nend;\n$$;\n';
  writeFileSync(join(folder, '0003_function.sql'), body);
  t.strictSame((await run()).at(-1), '0003_function', 'a function body has a begin of its own');
});

t.test('a folder that is not there is a fault, not an empty list', async (t) => {
  const { ownerUrl, folder } = await setUp(t);
  await t.rejects(migrate(ownerUrl, join(folder, 'nowhere'), silent), { code: 'cannot_start' });
});
