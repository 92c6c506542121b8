import t from 'tap';
import { dataFolder, postmasterOf, query, spawnStarter, until } from '../helpers/embedded.js';
import { guard } from '../helpers/postgres-guard.js';
import { testDatabase } from '../helpers/postgres.js';

const nameIn = (url: string): string => new URL(url).pathname.slice(1);

t.test('every test file has a database of its own, gone when it ends', async (t) => {
  const names: string[] = [];
  const { ownerUrl: watcher } = await testDatabase(t);
  await t.test('while it runs', async (t) => {
    const [one, other] = await Promise.all([testDatabase(t), testDatabase(t)]);
    names.push(nameIn(one.ownerUrl), nameIn(other.ownerUrl));
    await query(one.ownerUrl, 'create table mine (word text)');
    await t.rejects(query(other.ownerUrl, 'select * from mine'), { code: '42P01' });
  });
  const left = await query(
    watcher,
    `select from pg_database where datname in (${names.map((name) => `'${name}'`).join(', ')})`,
  );
  t.equal(names.length, 2);
  t.strictSame(left, []);
});

t.test('tests that are killed leave no server behind', async (t) => {
  const dataDir = dataFolder(t);
  const starter = await spawnStarter(dataDir).ready();
  guard(dataDir, starter.url);
  const guards = "select from pg_stat_activity where application_name = 'pochette test guard'";
  await until(async () => (await query(starter.url, guards)).length > 0);
  await starter.kill();
  await until(() => postmasterOf(dataDir) === null);
  t.pass('it was stopped');
});
