import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { assertDurable } from '../../src/server/database/durable.js';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';
import { installedNatives } from '../../src/server/database/embedded/natives.js';
import { serverArguments } from '../../src/server/database/embedded/settings.js';
import { createPool } from '../../src/server/database/pool.js';
import { dataFolder, postmasterOf, silent, until } from '../helpers/embedded.js';
import { testDatabase } from '../helpers/postgres.js';

t.test('a database that writes what it acknowledges is accepted', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const pool = createPool({ url: ownerUrl, max: 1, log: silent });
  await t.resolves(assertDurable(pool));
  for (const level of ['local', 'remote_write', 'remote_apply', 'on']) {
    await pool.query(`set synchronous_commit = ${level}`);
    await t.resolves(assertDurable(pool), level);
  }
  await pool.query('set synchronous_commit = off');
  await t.rejects(assertDurable(pool), { code: 'cannot_start', message: /synchronous_commit is off/ });
  await pool.end();
});

t.test('a server that somebody started without fsync is refused, every fault named', async (t) => {
  const dataDir = dataFolder(t);
  await (await startEmbeddedPostgres({ dataDir, log: silent })).stop();
  const home = join(dataDir, 'postgres');
  const { uid, gid } = statSync(home);
  const args = serverArguments(join(home, 'cluster'), { kind: 'socket', folder: home, port: 5432 });
  const unsafe = ['-c', 'fsync=off', '-c', 'full_page_writes=off'];
  const native = join(installedNatives(), 'bin', 'postgres');
  const account = process.getuid?.() === 0 ? { uid, gid } : {};
  spawn(native, [...args, ...unsafe], { ...account, cwd: home, stdio: 'ignore', detached: true }).unref();
  await until(() => postmasterOf(dataDir) !== null);
  const database = await startEmbeddedPostgres({ dataDir, log: silent });
  const pool = createPool({ url: database.url, max: 1, log: silent });
  await t.rejects(assertDurable(pool), {
    code: 'cannot_start',
    message: /fsync is off.*full_page_writes is off/,
  });
  await pool.end();
  await database.stop();
});

t.test('a PostgreSQL older than 15 is refused by name', async (t) => {
  const row = {
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    version: '14.9',
    number: 140_009,
  };
  const old = { query: async () => ({ rows: [row] }) };
  await t.rejects(assertDurable(old), { code: 'cannot_start', message: /PostgreSQL 14\.9, and 15 or later/ });
});
