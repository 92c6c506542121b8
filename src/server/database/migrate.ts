import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Log } from './log.js';
import { type MigrationFile, migrationFault, readMigrations } from './migration-files.js';
import { verifying } from './session.js';

/** What was applied, and from which text. Kysely's own table keeps the order; this one keeps the files honest. */
interface Ledger {
  migration_file: { name: string; sha256: string };
}

// a lost session rejects the query that uses it; without a listener it would end the process too
const ignore = (): void => {};

const open = (ownerUrl: string, schema: string | undefined): Kysely<Ledger> => {
  const pool = new pg.Pool({
    connectionString: ownerUrl,
    max: 2,
    application_name: 'pochette migrate',
    connectionTimeoutMillis: 10_000,
    verify: verifying({ schema }),
  });
  pool.on('error', ignore);
  pool.on('connect', (client) => client.on('error', ignore));
  return new Kysely<Ledger>({ dialect: new PostgresDialect({ pool }) });
};

const readLedger = async (db: Kysely<Ledger>): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('migration_file') is not null as there`.execute(db);
  if (rows[0]?.there !== true) return new Map();
  const applied = await db.selectFrom('migration_file').select(['name', 'sha256']).execute();
  return new Map(applied.map(({ name, sha256 }) => [name, sha256]));
};

const createLedger = sql`create table if not exists migration_file (
  name text primary key,
  sha256 text not null,
  applied_at timestamptz not null default now()
)`;

const assertUnaltered = (files: readonly MigrationFile[], ledger: ReadonlyMap<string, string>): void => {
  const known = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  for (const [name, sha256] of ledger) {
    const now = known.get(name);
    if (now === undefined) {
      throw migrationFault(
        `The database was migrated by ${name}.sql, which is missing here. Was it made by a newer Pochette?`,
      );
    }
    if (now !== sha256) {
      throw migrationFault(
        `The migration ${name}.sql was altered after it was applied. Put it back and add a new one.`,
      );
    }
  }
};

/** Where the tables are made, which is where the session's search path must lead; `rewrite` fits the files to it. */
interface Elsewhere {
  readonly schema?: string;
  readonly rewrite?: (sql: string) => string;
}

const asMigration = ({ name, sql: text, sha256 }: MigrationFile): Migration => ({
  up: async (db: Kysely<Ledger>) => {
    await sql.raw(text).execute(db);
    await createLedger.execute(db);
    await db.insertInto('migration_file').values({ name, sha256 }).execute();
  },
});

const run = async (
  db: Kysely<Ledger>,
  files: readonly MigrationFile[],
  log: Log,
  schema: string | undefined,
): Promise<readonly string[]> => {
  const migrator = new Migrator({
    db,
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
    provider: {
      getMigrations: async () => Object.fromEntries(files.map((file) => [file.name, asMigration(file)])),
    },
    // by number, not by the language of the machine
    nameComparator: (a, b) => (a < b ? -1 : 1),
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const broken = results.find(({ status }) => status === 'Error')?.migrationName;
    const reason = error instanceof Error ? error.message : 'for a reason it does not tell';
    throw migrationFault(
      `The migration ${broken === undefined ? '' : `${broken}.sql `}failed: ${reason}.`,
      error,
    );
  }
  const applied = results.map(({ migrationName }) => migrationName);
  for (const name of applied) log(`Migrated the database: ${name}`);
  return applied;
};

/**
 * Brings the database to the last of the folder's `NNNN_name.sql`: forward only, under Kysely's lock (several servers may
 * start at once), all pending files in one transaction: all of them or none. Resolves with the names it applied. What is
 * remembered of a file is the file as it is, also where it was rewritten.
 *
 * Throws `cannot_start` if a file fails, or one that was applied before is missing or was altered.
 */
export const migrate = async (
  ownerUrl: string,
  folder: string,
  log: Log,
  { schema, rewrite = (text) => text }: Elsewhere = {},
): Promise<readonly string[]> => {
  const read = await readMigrations(folder);
  const files = read.map((file) => ({ ...file, sql: rewrite(file.sql) }));
  const db = open(ownerUrl, schema);
  try {
    const ledger = await readLedger(db);
    assertUnaltered(files, ledger);
    if (files.every(({ name }) => ledger.has(name))) return [];
    return await run(db, files, log, schema);
  } finally {
    await db.destroy();
  }
};
