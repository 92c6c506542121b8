import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Test } from 'tap';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';
import { migrate } from '../../src/server/database/migrate.js';
import { readMigrations } from '../../src/server/database/migration-files.js';
import { guard } from './postgres-guard.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const migrations = join(root, 'migrations');
const silent = (): void => {};

/** Held while the template is made or copied; the number means nothing. */
const TEMPLATE_LOCK = 7_308_324_466;
const LEFT_OVER_AFTER_S = 3_600;

/** One server for all test files of this clone and account: whoever comes first starts it, whoever leaves last stops it. */
const sharedFolder = (): string => {
  const key = createHash('sha256').update(`${root} ${process.getuid?.()}`).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `pochette-test-${key}`);
  // the name can be guessed, and the folder for temporary files is everybody's
  const owner = lstatSync(folder, { throwIfNoEntry: false })?.uid;
  if (owner !== undefined && process.getuid !== undefined && owner !== process.getuid()) {
    throw new Error(`${folder} belongs to another account`);
  }
  return folder;
};

interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const server = async (): Promise<Server> => {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, stop: async () => {} };
  const dataDir = sharedFolder();
  const database = await startEmbeddedPostgres({ dataDir, log: silent });
  if (!database.adopted) guard(dataDir, database.url);
  return database;
};

const urlFor = (url: string, database: string): string => {
  const result = new URL(url);
  result.pathname = `/${database}`;
  return result.href;
};

const withAdmin = async <T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> => {
  const admin = new pg.Client({ connectionString: url, application_name: 'pochette tests' });
  admin.on('error', silent);
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
};

const databases = async (admin: pg.Client): Promise<string[]> => {
  const { rows } = await admin.query<{ datname: string }>('select datname from pg_database');
  return rows.map(({ datname }) => datname);
};

const isLeftOver = (name: string): boolean => {
  const made = /^pochette_test_(\d+)_/.exec(name)?.[1];
  if (made !== undefined) return Date.now() / 1000 - Number(made) > LEFT_OVER_AFTER_S;
  return /^pochette_(draft|template)_/.test(name);
};

const migrationsHash = async (): Promise<string> => {
  const files = existsSync(migrations) ? await readMigrations(migrations) : [];
  const text = files.map(({ name, sha256 }) => `${name} ${sha256}`).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
};

/** A migrated database to copy, named after the migrations: it takes its name only when it is whole. */
const ensureTemplate = async (admin: pg.Client, url: string): Promise<string> => {
  const hash = await migrationsHash();
  const template = `pochette_template_${hash}`;
  const present = await databases(admin);
  if (present.includes(template)) return template;
  for (const name of present.filter(isLeftOver)) await admin.query(`drop database ${name} with (force)`);
  const draft = `pochette_draft_${hash}`;
  await admin.query(`create database ${draft}`);
  if (existsSync(migrations)) await migrate(urlFor(url, draft), migrations, silent);
  await admin.query(`alter database ${draft} rename to ${template}`);
  return template;
};

const createFromTemplate = (url: string, name: string): Promise<void> =>
  withAdmin(url, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const template = await ensureTemplate(admin, url);
    await admin.query(`create database ${name} template ${template}`);
  });

/** Tests that are interrupted leave no server behind either. */
const stopOnSignal = (stop: () => Promise<void>): (() => void) => {
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const handlers = names.map((name) => {
    const handler = (): void => void stop().finally(() => process.kill(process.pid, name));
    process.once(name, handler);
    return () => process.removeListener(name, handler);
  });
  return () => handlers.forEach((remove) => remove());
};

/**
 * A migrated database of its own on real PostgreSQL, dropped when the test ends: on the server that TEST_DATABASE_URL
 * names, else on the built-in one. `ownerUrl` connects as the owner of everything in it.
 */
export const testDatabase = async (t: Test): Promise<{ ownerUrl: string }> => {
  const { url, stop } = await server();
  const forget = stopOnSignal(stop);
  const name = `pochette_test_${Math.floor(Date.now() / 1000)}_${randomBytes(6).toString('hex')}`;
  t.teardown(async () => {
    forget();
    try {
      await withAdmin(url, (admin) => admin.query(`drop database if exists ${name} with (force)`));
    } finally {
      await stop();
    }
  });
  await createFromTemplate(url, name);
  return { ownerUrl: urlFor(url, name) };
};
