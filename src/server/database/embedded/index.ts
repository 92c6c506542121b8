import { copyFileSync, statSync, truncateSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.js';
import { acquire, type Place } from './acquire.js';
import { openCluster } from './cluster.js';
import { databaseUser, prepareDataDir } from './data-dir.js';
import type { Keeper } from './keeper.js';
import { readyNatives } from './natives.js';

export { defaultDataDir } from './data-dir.js';

export interface EmbeddedOptions {
  /** The server's data folder; the database takes its subfolder `postgres` (and `natives`, where programs are copied). */
  readonly dataDir: string;
  readonly log: Log;
  /** Listen on this port of 127.0.0.1 rather than on a socket in the database's folder. */
  readonly port?: number;
}

export interface EmbeddedPostgres {
  /** The owner's connection (superuser, scram password). Holds a secret: not for logs. */
  readonly url: string;
  /** Whether the server was running already: after a kill -9 of its starter, or because another process uses it. */
  readonly adopted: boolean;
  /** Gives the database back; the last of its users stops it. */
  readonly stop: () => Promise<void>;
}

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** The server appends; emptying the file under it needs no word to it. */
const limitLog = (file: string): void => {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < MAX_LOG_BYTES) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file);
};

const openPlace = async ({ dataDir, log, port }: EmbeddedOptions): Promise<Place> => {
  const wanted = resolve(dataDir);
  const user = databaseUser(wanted);
  const folder = prepareDataDir(wanted, user);
  const natives = readyNatives(folder, user, log);
  return { natives, cluster: await openCluster(folder, natives, user, log), port, log };
};

/** Tries until it has a session again or is told to stop. */
const reacquire = async (place: Place, isStopping: () => boolean): Promise<Keeper | null> => {
  for (let pause = 100; !isStopping(); pause = Math.min(pause * 2, 5_000)) {
    try {
      return (await acquire(place)).keeper;
    } catch (error) {
      place.log('The database can not be started again; trying on', { error: String(error) });
      await sleep(pause);
    }
  }
  return null;
};

/** Keeps a session; if it is lost (somebody killed the server), sees to it that the server comes back. */
const supervise = (place: Place, first: Keeper) => {
  let stopping = false;
  let current: Promise<Keeper | null> = Promise.resolve(first);
  const watch = async (keeper: Keeper): Promise<void> => {
    await keeper.lost;
    if (stopping) return;
    place.log('The database went away; bringing it back');
    current = reacquire(place, () => stopping);
    const next = await current;
    if (next === null) return;
    place.log(
      next.url === first.url ? 'The database is back' : 'The database is back under another address: restart',
    );
    void watch(next);
  };
  void watch(first);
  return async (): Promise<void> => {
    stopping = true;
    await (await current)?.release();
  };
};

/**
 * PostgreSQL 18 on `<dataDir>/postgres`: adopts the server that runs there, else starts it, making the database first
 * where there is none. Throws `cannot_start` with a sentence that says what is in the way and how to go on.
 *
 * Several processes may call this for one folder: they share one server.
 */
export const startEmbeddedPostgres = async (options: EmbeddedOptions): Promise<EmbeddedPostgres> => {
  const place = await openPlace(options);
  limitLog(place.cluster.logFile);
  const { keeper, adopted } = await acquire(place);
  place.log(adopted ? 'Using the database that is running' : 'The database is running');
  const release = supervise(place, keeper);
  const housekeeping = setInterval(() => limitLog(place.cluster.logFile), 600_000).unref();
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    clearInterval(housekeeping);
    stopped ??= release();
    return stopped;
  };
  return { url: keeper.url, adopted, stop };
};
