import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { assertDurable } from '../../src/server/database/durable.js';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';
import { createPool } from '../../src/server/database/pool.js';
import {
  dataFolder,
  isAlive,
  postmasterOf,
  query,
  silent,
  spawnStarter,
  until,
} from '../helpers/embedded.js';

const start = (dataDir: string) => startEmbeddedPostgres({ dataDir, log: silent });

const KEEP_A_ROW =
  'drop table if exists kept; create table kept (word text); insert into kept values ($$a paper$$)';
/** Made by the first test; every test leaves it stopped. */
const shared = dataFolder(t);

const rowsKept = (url: string) => query<{ word: string }>(url, 'select word from kept');

t.test(
  'the first start makes a database that only we can open and that a power cut does not harm',
  async (t) => {
    const dataDir = shared;
    const database = await start(dataDir);
    t.equal(database.adopted, false);
    const [row] = await query(
      database.url,
      `select current_setting('data_checksums') as checksums, current_setting('server_encoding') as encoding,
            current_setting('password_encryption') as passwords, current_setting('listen_addresses') as listens,
            current_setting('TimeZone') as zone, current_database() as name`,
    );
    t.strictSame(row, {
      checksums: 'on',
      encoding: 'UTF8',
      passwords: 'scram-sha-256',
      listens: '',
      zone: 'UTC',
      name: 'pochette',
    });
    await t.rejects(query(database.url.replace(/:[^:@]+@/, ':guess@'), 'select 1'), { code: '28P01' });
    const pool = createPool({ url: database.url, max: 1, log: silent });
    await t.resolves(assertDurable(pool));
    await pool.end();
    await database.stop();
    t.equal(postmasterOf(dataDir), null);
  },
);

t.test('rows are there after a restart, and nothing runs in between', async (t) => {
  const dataDir = shared;
  const first = await start(dataDir);
  const pid = postmasterOf(dataDir) ?? 0;
  await query(first.url, KEEP_A_ROW);
  await first.stop();
  await first.stop();
  await until(() => !isAlive(pid));
  const second = await start(dataDir);
  t.equal(second.adopted, false);
  t.equal(second.url, first.url);
  t.strictSame(await rowsKept(second.url), [{ word: 'a paper' }]);
  await second.stop();
});

t.test('after kill -9 of the server the next one goes on with the database that kept running', async (t) => {
  const dataDir = shared;
  const killed = await spawnStarter(dataDir).ready();
  const pid = postmasterOf(dataDir);
  await query(killed.url, KEEP_A_ROW);
  await killed.kill();
  const next = await start(dataDir);
  t.equal(next.adopted, true);
  t.equal(postmasterOf(dataDir), pid);
  t.strictSame(await rowsKept(next.url), [{ word: 'a paper' }]);
  await next.stop();
  t.equal(postmasterOf(dataDir), null, 'who adopted it also stops it');
});

t.test('after kill -9 of server and database the next start recovers every row', async (t) => {
  const dataDir = shared;
  const killed = await spawnStarter(dataDir).ready();
  await query(killed.url, KEEP_A_ROW);
  await killed.kill();
  process.kill(postmasterOf(dataDir) ?? 0, 'SIGKILL');
  const next = await start(dataDir);
  t.equal(next.adopted, false);
  t.strictSame(await rowsKept(next.url), [{ word: 'a paper' }]);
  await next.stop();
});

t.test('after kill -9 of the database alone it comes back under the same address', async (t) => {
  const dataDir = shared;
  const database = await start(dataDir);
  await query(database.url, KEEP_A_ROW);
  const pid = postmasterOf(dataDir) ?? 0;
  process.kill(pid, 'SIGKILL');
  await until(async () => (await rowsKept(database.url).catch(() => [])).length === 1);
  t.not(postmasterOf(dataDir), pid);
  await database.stop();
  t.equal(postmasterOf(dataDir), null);
});

t.test('a note of a process that is gone, or whose number somebody else got, stops no start', async (t) => {
  const dataDir = shared;
  const other = dataFolder(t);
  const neighbour = await start(other);
  const first = await start(dataDir);
  const note = readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  await first.stop();
  const notes = {
    gone: note.replace(/^\d+/, '4194303'),
    'this very process': note.replace(/^\d+/, String(process.pid)),
    'the first process of the machine': note.replace(/^\d+/, '1'),
    "another folder's database": note.replace(/^\d+/, String(postmasterOf(other))),
  };
  for (const [name, text] of Object.entries(notes)) {
    writeFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), text);
    writeFileSync(join(dataDir, 'postgres', '.s.PGSQL.5432.lock'), text);
    const next = await start(dataDir);
    t.equal(next.adopted, false, name);
    await next.stop();
  }
  t.strictSame(await query(neighbour.url, 'select 1 as one'), [{ one: 1 }]);
  await neighbour.stop();
});

t.test('a note that a power cut left empty stops no start', async (t) => {
  const dataDir = shared;
  await (await start(dataDir)).stop();
  writeFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), '');
  await (await start(dataDir)).stop();
  t.equal(postmasterOf(dataDir), null);
});

t.test('a start killed while it makes the database leaves nothing that hinders the next', async (t) => {
  const dataDir = dataFolder(t);
  const drafts = (): string[] =>
    (existsSync(dataDir) ? readdirSync(dataDir) : []).filter((n) => n.includes('draft'));
  const { child } = spawnStarter(dataDir);
  await until(() => drafts().some((name) => existsSync(join(dataDir, name, 'cluster', 'base'))));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  mkdirSync(join(dataDir, 'postgres.draft-4194303-00000000'));
  const next = await start(dataDir);
  t.strictSame(await query(next.url, 'select 1 as one'), [{ one: 1 }]);
  await next.stop();
  t.notOk(existsSync(join(dataDir, 'postgres.draft-4194303-00000000')), 'and is cleared away');
});

t.test(
  'two servers that start at once on one folder share one database, and the first to leave leaves it',
  async (t) => {
    const dataDir = dataFolder(t);
    const [one, other] = await Promise.all([spawnStarter(dataDir).ready(), spawnStarter(dataDir).ready()]);
    t.equal(one.url, other.url);
    await query(one.url, KEEP_A_ROW);
    await one.end();
    t.strictSame(await rowsKept(other.url), [{ word: 'a paper' }]);
    await other.end();
    t.equal(postmasterOf(dataDir), null);
  },
);

t.test('a server that starts while the last one stops waits for it and starts anew', async (t) => {
  const dataDir = shared;
  let current = await start(dataDir);
  for (let round = 0; round < 5; round += 1) {
    const [next] = await Promise.all([start(dataDir), current.stop()]);
    t.strictSame(await query(next.url, 'select 1 as one'), [{ one: 1 }]);
    current = next;
  }
  await current.stop();
  t.equal(postmasterOf(dataDir), null);
});

t.test('the log of the database tells errors without a value of a statement or a row', async (t) => {
  const dataDir = shared;
  const database = await start(dataDir);
  await query(database.url, 'create table secrets (word text primary key)');
  await query(database.url, "insert into secrets values ('pomegranate')");
  await t.rejects(query(database.url, "insert into secrets values ('pomegranate')"), { code: '23505' });
  await database.stop();
  const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
  t.match(log, /duplicate key/);
  t.notMatch(log, /pomegranate/);
  t.notMatch(log, readFileSync(join(dataDir, 'postgres', 'password'), 'utf8'));
});
