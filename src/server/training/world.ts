import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import { SafeError } from '../../core/errors.js';
import { TRAINING_DIRECTORY } from '../../core/training.js';
import { openBlobs, type Undo, undoing } from '../adapters.js';
import type { Config } from '../config.js';
import { createDatabase } from '../database/kysely.js';
import { createPool } from '../database/pool.js';
import type { Database } from '../database/schema.js';
import { startHousekeeping } from '../jobs/housekeeping.js';
import type { BlobStore } from '../storage/blob-store.js';
import { prepareTraining, SCHEMA, sweepTraining, TRAINING_ROLE, trainingUrl } from './database.js';

const MEGABYTE = 1_000_000;
const DAY_MS = 86_400_000;

/** Enough for a morning's training of every relay; together the papers of that many visits never fill a disk. */
const MOST_ACCOUNTS = 1_000;
const MOST_BYTES = 250 * MEGABYTE;

/** Name of the advisory lock of its housekeeping. */
const ROUND_LOCK = 0x506f6375;

/** How long a process waits until it looks whether a training world of other days is to be swept. */
const LOOK_MS = 60_000;
const LOOK_AGAIN_MS = 30 * 60_000;

/** What the whole server is built of, here a second time. */
interface Parts {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  blobsDoomed(): void;
}

export interface TrainingPorts {
  readonly config: Config;
  /** The owner's address of the real database. */
  readonly databaseUrl: string;
  /** The real database, asked for nothing but whether there is a training world beside it. */
  readonly db: Kysely<Database>;
  readonly migrations: string;
  readonly log: Logger;
  /** Builds the server's operations over the parts of the training world. */
  build(config: Config, parts: Parts): Promise<FastifyInstance>;
  /** How long somebody who trains stays, in milliseconds; a day by default. */
  readonly ageMs?: number;
}

/** Small in everything: for invented people with specimen papers, for a day. */
const trainingConfig = (config: Config): Config => ({
  ...config,
  dataDir: join(config.dataDir, 'training'),
  s3: config.s3 && { ...config.s3, prefix: 'training/' },
  databaseConnections: 4,
  directoryKey: Buffer.from(TRAINING_DIRECTORY, 'base64url'),
  quota: { plain: 2 * MEGABYTE, vouched: 4 * MEGABYTE },
  maxPaperBytes: MEGABYTE,
  binDays: 1,
  rateLimits: { open: 120, login: 120, account: 1200, transfers: 2 },
  metricsToken: null,
});

interface World {
  readonly app: FastifyInstance;
  readonly db: Kysely<Database>;
}

const openWorld = async (ports: TrainingPorts, undo: Undo): Promise<World> => {
  const { databaseUrl, migrations, log } = ports;
  const config = trainingConfig(ports.config);
  const tell = (line: string, fields?: object): void => log.info({ ...fields, training: true }, line);
  await prepareTraining(databaseUrl, migrations, tell);
  const url = trainingUrl(databaseUrl);
  const db = createDatabase(
    createPool({
      url,
      role: TRAINING_ROLE,
      schema: SCHEMA,
      max: config.databaseConnections,
      log: tell,
    }),
  );
  undo.add(() => db.destroy());
  const blobs = await openBlobs(config);
  undo.add(() => blobs.close());
  await blobs.check();
  const ageMs = ports.config.training ? (ports.ageMs ?? DAY_MS) : 0;
  const housekeeping = startHousekeeping({
    db,
    blobs,
    binDays: config.binDays,
    log,
    lock: ROUND_LOCK,
    first: async () => void (await sweepTraining(databaseUrl, ageMs)),
  });
  undo.add(housekeeping.stop);
  const app = await ports.build(config, { db, blobs, blobsDoomed: housekeeping.wake });
  await app.ready();
  undo.add(() => app.close());
  return { app, db };
};

const isThere = async (db: Kysely<Database>): Promise<boolean> => {
  const { rows } = await sql<{
    there: boolean;
  }>`select to_regnamespace('training') is not null as there`.execute(db);
  return rows[0]?.there === true;
};

/** @throws SafeError `storage_full` */
const checkRoom = async ({ db }: World): Promise<void> => {
  const { rows } = await sql<{ accounts: number; bytes: number }>`
    select (select count(*) from accounts) as accounts,
      (select coalesce(sum(bytes), 0)::bigint from blobs) as bytes`.execute(db);
  const [{ accounts, bytes } = { accounts: 0, bytes: 0 }] = rows;
  if (accounts >= MOST_ACCOUNTS || bytes >= MOST_BYTES) throw new SafeError('storage_full');
};

/**
 * The training world: the same operations over a schema, a folder and keys of its own. It costs nothing until somebody trains;
 * it is swept also where nobody does, and where it was turned off.
 */
export const trainingWorld = (ports: TrainingPorts) => {
  const { log } = ports;
  const undo = undoing();
  let opening: Promise<World> | null = null;
  const open = (): Promise<World> => {
    opening ??= openWorld(ports, undo).catch((error: unknown) => {
      log.error({ fault: (error as Error).message }, 'the training world could not be opened');
      opening = null;
      throw new SafeError('unavailable', { cause: error });
    });
    return opening;
  };
  // a server that never trained has nothing to sweep
  const look = async (): Promise<void> => {
    if (opening === null && (await isThere(ports.db))) await open();
  };
  const looking = (ms: number): NodeJS.Timeout =>
    setTimeout(() => {
      void look().catch(() => undefined);
      timer = looking(LOOK_AGAIN_MS);
    }, ms).unref();
  let timer = looking(LOOK_MS);
  return {
    /** Its operations. @throws SafeError `unavailable` */
    operations: async (): Promise<FastifyInstance> => (await open()).app,
    /** Whether it may grow. @throws SafeError `storage_full`, `unavailable` */
    checkRoom: async (): Promise<void> => checkRoom(await open()),
    close: async (): Promise<void> => {
      clearTimeout(timer);
      await opening?.catch(() => undefined);
      await undo.run();
    },
  };
};

export type TrainingWorld = ReturnType<typeof trainingWorld>;
