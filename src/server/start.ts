import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { sameBytes } from '../core/bytes.js';
import { SafeError } from '../core/errors.js';
import { openBlobs, openDatabaseUrl, type Undo, undoing } from './adapters.js';
import type { Config } from './config.js';
import { assertDurable } from './database/durable.js';
import { createDatabase } from './database/kysely.js';
import { migrate } from './database/migrate.js';
import { createPool } from './database/pool.js';
import type { Database } from './database/schema.js';
import { startHousekeeping } from './jobs/housekeeping.js';
import { type ServerSecrets, serverSecrets } from './server-key.js';
import { openServerKey } from './server-key-file.js';
import { startSteps } from './start-faults.js';
import { trainingWorld } from './training/world.js';

const APP_ROLE = 'pochette_app';

export interface StartPorts {
  readonly log: Logger;
  readonly version: string;
  /** Folder of the SQL migrations. */
  readonly migrations: string;
  /** Folder of the built web pages. */
  readonly web: string;
  /** How long answers under way are waited for when it closes, in milliseconds; 10,000 by default. */
  readonly graceMs?: number;
}

export interface RunningServer {
  /** Where it listens, such as http://127.0.0.1:3000. */
  readonly address: string;
  readonly app: FastifyInstance;
  /** Stops taking requests, ends those under way, then closes jobs, database and store. */
  close(): Promise<void>;
}

const openDatabase = async (
  config: Config,
  { log, migrations }: StartPorts,
  undo: Undo,
): Promise<{ readonly url: string; readonly db: Kysely<Database> }> => {
  const url = await openDatabaseUrl(config, log, undo);
  const tell = (line: string, fields?: object): void => log.info(fields ?? {}, line);
  await migrate(url, migrations, tell);
  const pool = createPool({
    url,
    role: APP_ROLE,
    schema: 'public',
    max: config.databaseConnections,
    log: tell,
  });
  const db = createDatabase(pool);
  undo.add(() => db.destroy());
  await assertDurable(pool);
  return { url, db };
};

const KEY_MISSING =
  'The server key with which this database was made is missing: nobody could unlock a safe. ' +
  'Put back the file server.key in DATA_DIR, or set SERVER_KEY.';
const KEY_DIFFERS =
  'The server key is not the one with which this database was made: nobody could unlock a safe. ' +
  'Put back SERVER_KEY, or the file server.key in DATA_DIR.';

const keyCheckOf = async (db: Kysely<Database>): Promise<Uint8Array | null> =>
  (await db.selectFrom('deployment').select('key_check').executeTakeFirst())?.key_check ?? null;

/**
 * A database speaks to one server key only: with another one, no code would ever open a safe again. A key is made for a
 * new database alone, so that a lost file is never silently replaced.
 */
const openSecrets = async (config: Config, db: Kysely<Database>): Promise<ServerSecrets> => {
  const known = await keyCheckOf(db);
  const key = config.serverKey ?? openServerKey(config.dataDir, { mayMake: known === null });
  if (key === null) throw new SafeError('cannot_start', { message: KEY_MISSING });
  const secrets = serverSecrets(key);
  await db
    .insertInto('deployment')
    .values({ key_check: secrets.check })
    .onConflict((oc) => oc.doNothing())
    .execute();
  if (sameBytes((await keyCheckOf(db)) ?? new Uint8Array(0), secrets.check)) return secrets;
  throw new SafeError('cannot_start', { message: KEY_DIFFERS });
};

/** Those who are being answered get this long; a phone that never reads on must not keep a server from stopping. */
const GRACE_MS = 10_000;

const closeApp = async (app: FastifyInstance, graceMs: number): Promise<void> => {
  const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
};

/** Half of all modules: they are read while the database starts. */
const loadApp = () => {
  const loading = import('./app.js');
  loading.catch(() => undefined); // whoever waits for it hears of it
  return loading;
};

const start = async (
  config: Config,
  ports: StartPorts,
  undo: Undo,
): Promise<Omit<RunningServer, 'close'>> => {
  const { log, version, web, graceMs = GRACE_MS } = ports;
  const loading = loadApp();
  const steps = startSteps(config);
  const { url, db } = await steps.database(() => openDatabase(config, ports, undo));
  const secrets = await steps.key(() => openSecrets(config, db));
  const blobs = await openBlobs(config);
  undo.add(() => blobs.close());
  const store = await steps.store(() => blobs.check());
  log.info(store, 'the blob store is ready');
  const housekeeping = startHousekeeping({ db, blobs, binDays: config.binDays, log });
  undo.add(housekeeping.stop);
  const { buildApp } = await loading;
  const { wake: blobsDoomed } = housekeeping;
  const training = trainingWorld({
    config,
    databaseUrl: url,
    db,
    migrations: ports.migrations,
    log,
    build: (small, parts) => buildApp(small, { ...parts, secrets: secrets.training(), log, version, web }),
  });
  undo.add(training.close);
  const parts = { db, blobs, secrets, log, version, web, blobsDoomed };
  const app = await buildApp(config, config.training ? { ...parts, training } : parts);
  undo.add(() => closeApp(app, graceMs));
  const address = await steps.listen(() => app.listen({ host: config.host, port: config.port }));
  return { address, app };
};

/** Starts the whole server: database, migrations, store, jobs, HTTP. Whatever fails, nothing is left running. */
export const startServer = async (config: Config, ports: StartPorts): Promise<RunningServer> => {
  const undo = undoing();
  try {
    const server = await start(config, ports, undo);
    return { ...server, close: undo.run };
  } catch (error) {
    await undo.run();
    throw error;
  }
};
