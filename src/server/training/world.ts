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
import { type Room, roomOf } from './room.js';
import { prepareTraining, SCHEMA, sweepTraining, TRAINING_ROLE, trainingUrl } from './database.js';

const MEGABYTE = 1_000_000;
const DAY_MS = 86_400_000;

/** Name of the advisory lock of its housekeeping. */
const ROUND_LOCK = 0x506f6375;

/** How long a start that failed is not tried again, whoever asks. */
const FAILED_MS = 30_000;

/** How long a process waits until it looks whether a training world of other days is to be swept. */
const LOOK_MS = 60_000;
const LOOK_AGAIN_MS = 30 * 60_000;

/** What the whole server is built of, here a second time. */
interface Parts {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  blobsDoomed(): void;
  readonly room: Room;
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
  close(): Promise<void>;
}

const openParts = async (ports: TrainingPorts, undo: Undo): Promise<FastifyInstance> => {
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
  const app = await ports.build(config, { db, blobs, blobsDoomed: housekeeping.wake, room: roomOf(db) });
  undo.add(() => app.close());
  await app.ready();
  return app;
};

/** Whatever fails, nothing of the attempt is left running. */
const openWorld = async (ports: TrainingPorts): Promise<World> => {
  const undo = undoing();
  try {
    return { app: await openParts(ports, undo), close: undo.run };
  } catch (error) {
    await undo.run();
    throw error;
  }
};

const isThere = async (db: Kysely<Database>): Promise<boolean> => {
  const { rows } = await sql<{
    there: boolean;
  }>`select to_regnamespace('training') is not null as there`.execute(db);
  return rows[0]?.there === true;
};

/**
 * The training world: the same operations over a schema, a folder and keys of its own. It costs nothing until somebody trains;
 * it is swept also where nobody does, and where it was turned off.
 */
export const trainingWorld = (ports: TrainingPorts) => {
  const { log } = ports;
  let opening: Promise<World> | null = null;
  let notBefore = 0;
  const open = async (): Promise<World> => {
    if (opening === null && Date.now() < notBefore) throw new SafeError('unavailable');
    opening ??= openWorld(ports).catch((error: unknown) => {
      log.error({ fault: (error as Error).message }, 'the training world could not be opened');
      opening = null;
      notBefore = Date.now() + FAILED_MS;
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
    close: async (): Promise<void> => {
      clearTimeout(timer);
      const world = await opening?.catch(() => null);
      await world?.close();
    },
  };
};

export type TrainingWorld = ReturnType<typeof trainingWorld>;
