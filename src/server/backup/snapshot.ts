import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { KEEP_BLOBS_LOCK } from '../jobs/collector.js';
import type { Backup } from './format.js';
import { dumpTable } from './rows.js';
import { tablesToKeep } from './tables.js';

const ASK_AGAIN_MS = 200;

/** One session of the owner; a lost connection rejects what uses it and nothing else. */
export const connectOwner = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'pochette backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/**
 * From when this resolves until the session ends no process removes a blob: whatever the snapshot refers to can be copied.
 * Papers destroyed in between vanish for everybody at once; only their bytes lie in the store a little longer.
 */
export const holdRemovals = async (client: pg.Client, tellWaiting: () => void): Promise<void> => {
  for (let told = false; ; told = true) {
    const { rows } = await client.query(`select pg_try_advisory_lock(${KEEP_BLOBS_LOCK}) as mine`);
    if (rows[0]?.mine === true) return;
    if (!told) tellWaiting();
    await sleep(ASK_AGAIN_MS);
  }
};

/** Throws if removals may have gone on meanwhile. */
export const assertHeld = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query(
    `select count(*)::int as held from pg_locks
     where locktype = 'advisory' and pid = pg_backend_pid() and objid = ${KEEP_BLOBS_LOCK} and granted`,
  );
  if (rows[0]?.held === 1) return;
  throw new SafeError('unavailable', {
    message: 'The database was lost during the backup. Please start it again.',
  });
};

const migrationsOf = async (client: pg.Client): Promise<Backup['migrations']> => {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from public.migration_file order by name',
  );
  return rows;
};

const keyCheckOf = async (client: pg.Client): Promise<string> => {
  const { rows } = await client.query<{ key_check: Buffer }>('select key_check from public.deployment');
  if (rows[0] === undefined)
    throw new SafeError('cannot_start', { message: 'There is no safe here to back up yet.' });
  return toHex(rows[0].key_check);
};

/** Writes every table as it is at one moment, whatever goes on meanwhile. */
export const dumpDatabase = async (
  client: pg.Client,
  folder: string,
): Promise<Pick<Backup, 'at' | 'migrations' | 'tables' | 'keyCheck'>> => {
  await client.query('begin isolation level repeatable read read only');
  await client.query("set local bytea_output = 'hex'");
  await client.query("set local timezone = 'UTC'");
  const { rows } = await client.query<{ at: string }>(
    'select floor(extract(epoch from clock_timestamp()) * 1000)::text as at',
  );
  const migrations = await migrationsOf(client);
  const keyCheck = await keyCheckOf(client);
  const tables = [];
  for (const table of await tablesToKeep(client)) tables.push(await dumpTable(client, table, folder));
  await client.query('commit');
  return { at: Number(rows[0]?.at), migrations, tables, keyCheck };
};
