import t, { type Test } from 'tap';
import { createPool } from '../../src/server/database/pool.js';
import { testDatabase } from '../helpers/postgres.js';

const { ownerUrl } = await testDatabase(t);

const sessionOf = async (t: Test) => {
  const pool = createPool({ url: ownerUrl, max: 1, log: () => {} });
  t.teardown(() => pool.end());
  const prepared = async (): Promise<string[]> =>
    (await pool.query<{ statement: string }>('select statement from pg_prepared_statements')).rows.map(
      ({ statement }) => statement,
    );
  return { pool, prepared };
};

t.test('what is asked again and again is planned once, what is asked once is not kept', async (t) => {
  const { pool, prepared } = await sessionOf(t);
  await pool.query('select $1::integer as once', [1]);
  for (const value of [1, 2, 3, 4]) {
    const { rows } = await pool.query('select $1::integer as often', [value]);
    t.strictSame(rows, [{ often: value }]);
  }
  t.strictSame(await prepared(), ['select $1::integer as often']);
});

t.test('every session prepares for itself, and a lost one takes nothing with it', async (t) => {
  const { pool, prepared } = await sessionOf(t);
  const ask = () => pool.query('select $1::integer + 1 as next', [1]);
  for (let i = 0; i < 4; i++) await ask();
  await pool.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
  t.strictSame((await ask()).rows, [{ next: 2 }]);
  t.equal((await prepared()).length, 1);
});

t.test('however many different things are asked, a session keeps two hundred plans at most', async (t) => {
  const { pool, prepared } = await sessionOf(t);
  for (let i = 0; i < 260; i++) {
    for (let use = 0; use < 4; use++) await pool.query(`select $1::integer as n${i}`, [i]);
  }
  t.equal((await prepared()).length, 200);
});
