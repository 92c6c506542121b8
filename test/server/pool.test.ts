import t from 'tap';
import { createDatabase } from '../../src/server/database/kysely.js';
import { sql } from 'kysely';
import { createPool } from '../../src/server/database/pool.js';
import { query, silent, until } from '../helpers/embedded.js';
import { testDatabase } from '../helpers/postgres.js';

const { ownerUrl } = await testDatabase(t);

t.test('a session lost between two statements or in the middle of one is logged and replaced', async (t) => {
  const lines: string[] = [];
  const pool = createPool({ url: ownerUrl, max: 2, log: (line) => lines.push(line) });
  t.teardown(() => pool.end());
  const taken = await pool.connect();
  const idle = await pool.connect();
  idle.release();
  await query(
    ownerUrl,
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'pochette'`,
  );
  await until(() => lines.length >= 2);
  taken.release(true);
  t.strictSame((await pool.query('select 1 as one')).rows, [{ one: 1 }]);
  const cut = pool.query('select pg_sleep(60)');
  cut.catch(silent);
  await until(async () => {
    const stopped = await query(
      ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'select pg_sleep(60)%'`,
    );
    return stopped.length > 0;
  });
  await t.rejects(cut, { code: '57P01' });
  t.strictSame((await pool.query('select 2 as two')).rows, [{ two: 2 }]);
});

t.test('the app works with fewer rights than the owner, whatever the URL says', async (t) => {
  const role = 'pochette_test_reader';
  const exists = await query(ownerUrl, `select from pg_roles where rolname = '${role}'`);
  if (exists.length === 0) await query(ownerUrl, `create role ${role}`).catch(silent);
  await query(ownerUrl, 'create table owned (word text)');
  const withOptions = `${ownerUrl}?options=${encodeURIComponent('-c role=none -c work_mem=8MB')}`;
  for (const url of [ownerUrl, withOptions]) {
    const pool = createPool({ url, role, max: 1, log: silent });
    const { rows } = await pool.query("select current_user as name, current_setting('work_mem') as memory");
    t.equal(rows[0].name, role);
    t.equal(rows[0].memory, url === ownerUrl ? '4MB' : '8MB');
    await t.rejects(pool.query('select * from owned'), { code: '42501' });
    await pool.query('reset all');
    await pool.query('reset role');
    t.equal((await pool.query('select current_user as name')).rows[0].name, role, 'also after a reset');
    await pool.end();
  }
  t.throws(() => createPool({ url: ownerUrl, role: 'a -c fsync=off', max: 1, log: silent }), {
    code: 'cannot_start',
  });
});

t.test('whole numbers of the database arrive whole or not at all, bytes as bytes', async (t) => {
  const pool = createPool({ url: ownerUrl, max: 1, log: silent });
  const { rows } = await pool.query(
    `select 9007199254740991::int8 as big, array[1, null, -9007199254740991]::int8[] as list,
            '\\x00ff'::bytea as bytes, null::int8 as nothing, count(*) as count from (values (1), (2)) two`,
  );
  t.strictSame(rows, [
    {
      big: 9_007_199_254_740_991,
      list: [1, null, -9_007_199_254_740_991],
      bytes: Buffer.from([0, 255]),
      nothing: null,
      count: 2,
    },
  ]);
  await t.rejects(pool.query('select 9007199254740992::int8 as big'), RangeError);
  await t.rejects(pool.query('select array[-9007199254740992]::int8[] as list'), RangeError);
  t.strictSame((await pool.query('select 1 as one')).rows, [{ one: 1 }], 'and the session goes on');
  await pool.end();
});

t.test('no statement and no forgotten transaction lasts for ever', async (t) => {
  const pool = createPool({ url: ownerUrl, max: 1, log: silent, statementTimeoutMs: 50 });
  await t.rejects(pool.query('select pg_sleep(60)'), { code: '57014' });
  const { rows } = await pool.query(
    `select current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name`,
  );
  t.strictSame(rows, [{ idle: '30s', name: 'pochette' }]);
  await pool.end();
});

t.test('the query builder asks the pool and ends it', async (t) => {
  const pool = createPool({ url: ownerUrl, max: 1, log: silent });
  const db = createDatabase(pool);
  const { rows } = await sql<{ one: number }>`select 1::int8 as one`.execute(db);
  t.strictSame(rows, [{ one: 1 }]);
  await db.destroy();
  t.ok(pool.ended);
});
