import pg from 'pg';
import { SafeError } from '../../../core/errors.js';
import { urlOf } from './address.js';
import type { Cluster } from './cluster.js';
import type { Natives } from './natives.js';
import { stopPostmaster } from './postmaster.js';
import { type Address, DATABASE } from './settings.js';

/**
 * One session that says "I use this database" by a shared advisory lock. Who leaves and can then have the lock alone is
 * the last, and stops the server. The server itself forgets a user whose process was killed: nothing to clean up.
 */
export interface Keeper {
  readonly url: string;
  /** Resolves when the session is lost without `release`: the server crashed, or was stopped by hand. */
  readonly lost: Promise<void>;
  /** Gives up the use, and stops the server if nobody else uses it. */
  release(): Promise<void>;
}

/** Advisory locks live in one database: keepers meet in `postgres`, which nothing else uses. */
const MEETING_POINT = 'postgres';
const LOCK = '7308324466021200485';

/** Starting up, shutting down, crashed, not listening yet, out of connections: ask again. */
const PASSING = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
]);

const isPassing = (error: unknown): boolean => {
  const { code, message } = error as { code?: string; message?: string };
  return (code !== undefined && PASSING.has(code)) || /terminated|timeout/i.test(message ?? '');
};

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'pochette keeper',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // the end of the session is told by 'end'; without a listener an error would end the process
  client.on('error', () => {});
  await client.connect();
  return client;
};

const createDatabase = async (client: pg.Client): Promise<void> => {
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // another starter was quicker
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  }
};

const enter = async (client: pg.Client, cluster: Cluster): Promise<void> => {
  await client.query(`select pg_advisory_lock_shared(${LOCK})`);
  const { rows } = await client.query<{ folder: string; exists: boolean }>(
    `select current_setting('data_directory') as folder,
            exists (select from pg_database where datname = '${DATABASE}') as exists`,
  );
  if (rows[0]?.folder !== cluster.folder) {
    throw new SafeError('cannot_start', {
      message: `Another database (${rows[0]?.folder}) answers where that of ${cluster.folder} should.`,
    });
  }
  if (!rows[0].exists) await createDatabase(client);
};

const leave = async (client: pg.Client, natives: Natives, cluster: Cluster): Promise<void> => {
  try {
    await client.query(`select pg_advisory_unlock_shared(${LOCK})`);
    const { rows } = await client.query(`select pg_try_advisory_lock(${LOCK}) as last`);
    if (rows[0]?.last === true) await stopPostmaster(natives, cluster);
  } catch (error) {
    // it went away by itself
    if (!isPassing(error)) throw error;
  } finally {
    await client.end().catch(() => {});
  }
};

const refused = (error: unknown, cluster: Cluster): unknown =>
  (error as { code?: string }).code === '28P01'
    ? new SafeError('cannot_start', {
        message: `The database refuses the password kept in ${cluster.home}. Was one of the two put back from a backup alone?`,
        cause: error,
      })
    : error;

/** null while the server can't be had for a passing reason. */
export const tryKeep = async (
  natives: Natives,
  cluster: Cluster,
  address: Address,
): Promise<Keeper | null> => {
  let client: pg.Client | undefined;
  try {
    const opened = await connect(urlOf(address, cluster.password, MEETING_POINT));
    client = opened;
    const lost = new Promise<void>((resolve) => opened.once('end', resolve));
    await enter(opened, cluster);
    const url = urlOf(address, cluster.password, DATABASE);
    return { url, lost, release: () => leave(opened, natives, cluster) };
  } catch (error) {
    await client?.end().catch(() => {});
    if (isPassing(error)) return null;
    throw refused(error, cluster);
  }
};
