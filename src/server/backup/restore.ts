import { createReadStream, mkdtempSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import type { Logger } from 'pino';
import { toHex } from '../../core/bytes.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { openBlobs, openDatabaseUrl, type Undo } from '../adapters.js';
import type { Config } from '../config.js';
import { readMigrations } from '../database/migration-files.js';
import { migrate } from '../database/migrate.js';
import { serverSecrets } from '../server-key.js';
import { installServerKey, openServerKey, readServerKey } from '../server-key-file.js';
import { startSteps } from '../start-faults.js';
import type { BlobStore } from '../storage/blob-store.js';
import { checkingRoot, listedBlobs } from './blob-list.js';
import { type Backup, blobFile, KEY_FILE, readBackup } from './format.js';
import { inParallel } from './in-parallel.js';
import { hashTable, loadTable } from './rows.js';
import { connectOwner } from './snapshot.js';

const WIDTH = 4;

export interface RestoreOptions {
  /** Folder of one backup. */
  readonly folder: string;
  /** Folder of the SQL migrations. */
  readonly migrations: string;
}

export interface RestoreOutcome {
  readonly at: number;
  readonly rows: number;
  readonly blobs: number;
  /** Blobs that are neither whole in the backup nor in the store: papers that nobody can read any more. */
  readonly lost: readonly string[];
}

const refuse = (message: string): never => {
  throw new SafeError('cannot_start', { message });
};

const assertWhole = async (folder: string, { tables }: Backup): Promise<void> => {
  for (const { name, sha256 } of tables) {
    const found = await hashTable(folder, name).catch(() => null);
    if (found !== sha256)
      refuse(`The backup in ${folder} is damaged: table ${name} is not as it was written.`);
  }
};

/** The key of the backup, else the one that is set up here; it must be the one that the database in the backup knows. */
const keyFor = (config: Config, folder: string, { keyCheck }: Backup): Uint8Array => {
  const fits = (key: Uint8Array): boolean => toHex(serverSecrets(key).check) === keyCheck;
  const here = config.serverKey ?? openServerKey(config.dataDir, { mayMake: false });
  if (here !== null && !fits(here))
    refuse(
      'Another server key is set up here (SERVER_KEY, or server.key in DATA_DIR): with it nobody could unlock a safe.',
    );
  const key = here ?? readServerKey(join(folder, KEY_FILE));
  if (key === null)
    return refuse('There is no server key in this backup: put server.key into DATA_DIR, or set SERVER_KEY.');
  return fits(key) ? key : refuse(`The ${KEY_FILE} in ${folder} is not the one of its database.`);
};

const assertEmpty = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query("select to_regclass('public.deployment') is not null as there");
  if (rows[0]?.there !== true) return;
  const { rowCount } = await client.query('select from public.deployment limit 1');
  if (rowCount === 0) return;
  refuse('There are safes here already. A backup is restored into an empty DATA_DIR, or an empty database.');
};

/** Brings an empty database to where the backup's was: the next start brings it on from there. */
const migrateAsThen = async (url: string, migrations: string, { migrations: then }: Backup, log: Logger) => {
  const here = new Map((await readMigrations(migrations)).map(({ name, sha256 }) => [name, sha256]));
  const strange = then.find(({ name, sha256 }) => here.get(name) !== sha256);
  if (strange)
    refuse(
      `This backup was made by a Pochette with the migration ${strange.name}.sql, which this one does not have. Use that version or a later one.`,
    );
  const folder = mkdtempSync(join(tmpdir(), 'pochette-migrations-'));
  try {
    for (const { name } of then) await cp(join(migrations, `${name}.sql`), join(folder, `${name}.sql`));
    await migrate(url, folder, (line) => log.info(line));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const isStored = async (store: BlobStore, key: string): Promise<boolean> => {
  const found = await store.get(key);
  found?.destroy();
  return found !== null;
};

/** Blobs come before their rows, so that at no moment a row is without its blob. */
const putBlobs = async (
  folder: string,
  store: BlobStore,
  { blobs }: Backup,
): Promise<{ blobs: number; lost: string[] }> => {
  let stored = 0;
  const lost: string[] = [];
  await inParallel(listedBlobs(folder), WIDTH, async (blob) => {
    const { key, size } = blob;
    try {
      if (blobs === null) {
        if (!(await isStored(store, key))) lost.push(key);
        return;
      }
      const file = createReadStream(blobFile(folder, key), { highWaterMark: 256 * 1024 });
      const checked = checkingRoot(blob);
      file.on('error', (error) => checked.destroy(error));
      await store.put(key, file.pipe(checked), { size });
      stored += 1;
    } catch (error) {
      if (isSafeError(error, 'blob_exists')) return;
      if (!isSafeError(error, 'root_mismatch') && (error as { code?: string }).code !== 'ENOENT') throw error;
      lost.push(key);
    }
  });
  return { blobs: stored, lost };
};

const loadRows = async (client: pg.Client, folder: string, { tables }: Backup): Promise<number> => {
  await client.query('begin');
  for (const table of tables) await loadTable(client, folder, table);
  await client.query('commit');
  await client.query('analyze');
  return tables.reduce((sum, { rows }) => sum + rows, 0);
};

const run = async (
  config: Config,
  options: RestoreOptions,
  log: Logger,
  undo: Undo,
): Promise<RestoreOutcome> => {
  const { folder, migrations } = options;
  const steps = startSteps(config);
  const backup = readBackup(folder);
  await assertWhole(folder, backup);
  const key = await steps.key(() => keyFor(config, folder, backup));
  const url = await steps.database(() => openDatabaseUrl(config, log, undo));
  const client = await steps.database(() => connectOwner(url));
  undo.add(() => client.end());
  await assertEmpty(client);
  await steps.database(() => migrateAsThen(url, migrations, backup, log));
  const store = await openBlobs(config);
  undo.add(() => store.close());
  await steps.store(() => store.check());
  const outcome = await putBlobs(folder, store, backup);
  if (config.serverKey === null) await steps.key(() => installServerKey(config.dataDir, key));
  const rows = await loadRows(client, folder, backup);
  return { at: backup.at, rows, ...outcome };
};

/**
 * Puts a backup into an empty database and store. Ended in the middle it may be started again: rows come last and all at
 * once. Throws `cannot_start` with a sentence if the backup is damaged or the place is not empty.
 */
export const restoreBackup = async (
  config: Config,
  options: RestoreOptions,
  log: Logger,
  undo: Undo,
): Promise<RestoreOutcome> => {
  try {
    return await run(config, options, log, undo);
  } finally {
    await undo.run();
  }
};
