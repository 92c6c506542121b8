import { setTimeout as sleep } from 'node:timers/promises';
import { SafeError } from '../../../core/errors.js';
import type { Log } from '../log.js';
import { chooseAddress, tcpAddress } from './address.js';
import type { Cluster } from './cluster.js';
import { type Keeper, tryKeep } from './keeper.js';
import type { Natives } from './natives.js';
import { isPostmasterOf, readPidFile, removeStaleLocks, spawnPostmaster, TICK_MS } from './postmaster.js';
import type { Address } from './settings.js';

export interface Place {
  readonly natives: Natives;
  readonly cluster: Cluster;
  readonly port: number | undefined;
  readonly log: Log;
}

const PATIENCE_MS = 30_000;
const TELL_EVERY_MS = 5_000;

type Next = 'again' | 'tcp' | 'port';

/** What to do after the server ended at once, from its own words (English: we set its locale). */
const classify = (said: string, place: Place): Next | null => {
  if (/could not create any Unix-domain sockets/.test(said)) return 'tcp';
  if (/lock file .* (already exists|is empty)|pre-existing shared memory/.test(said)) return 'again';
  if (/Address already in use/.test(said) && place.port === undefined) return 'port';
  return null;
};

const failed = (said: string, cluster: Cluster): SafeError => {
  const reason = said.split('\n').filter((line) => /FATAL|PANIC|error/i.test(line));
  return new SafeError('cannot_start', {
    message: `The database did not start: ${reason.at(-1) ?? 'it ended without a word'} (see ${cluster.logFile}).`,
  });
};

const unanswering = (pid: number | undefined, cluster: Cluster): SafeError =>
  new SafeError('cannot_start', {
    message:
      `The database in ${cluster.folder} is in use by a server (process ${pid ?? 'unknown'}) that does not answer. ` +
      `Stop it${pid === undefined ? '' : ` with "kill -INT ${pid}"`} and start again.`,
  });

/** Starts the server once. Resolves with the address to try next if that did not succeed for a passing reason. */
const startOnce = async (place: Place, address: Address): Promise<{ ready: boolean; address: Address }> => {
  const { natives, cluster } = place;
  removeStaleLocks(cluster, address);
  const { ready, said } = await spawnPostmaster(natives, cluster, address);
  if (ready) return { ready, address };
  const next = classify(said, place);
  if (next === null) throw failed(said, cluster);
  if (next !== 'again') return { ready, address: await tcpAddress(cluster.home) };
  // another starter was quicker, or sessions of a killed server are still leaving
  await sleep(2 * TICK_MS);
  return { ready, address };
};

/** Tells now and then that it is waiting, and gives up where waiting can't help. */
const patience = (place: Place) => {
  const since = Date.now();
  let told = since;
  return (isWorking: boolean, pid?: number): void => {
    if (!isWorking && Date.now() - since > PATIENCE_MS) throw unanswering(pid, place.cluster);
    if (Date.now() - told < TELL_EVERY_MS) return;
    told = Date.now();
    place.log('Waiting for the database: it is recovering or stopping', { pid });
  };
};

/**
 * A session on the server of this folder: on the one that runs, else on one that we start. `adopted` tells which.
 * A server that starts, recovers or stops is waited for; whoever loses a race for the folder uses the winner's server.
 */
export const acquire = async (place: Place): Promise<{ keeper: Keeper; adopted: boolean }> => {
  const { natives, cluster } = place;
  const wait = patience(place);
  let address = await chooseAddress(cluster.home, place.port);
  let adopted = true;
  for (;;) {
    const seen = readPidFile(cluster);
    if (seen !== null && isPostmasterOf(seen.pid, cluster)) {
      const keeper = seen.ready ? await tryKeep(natives, cluster, seen.address) : null;
      if (keeper !== null) return { keeper, adopted };
      wait(!seen.ready, seen.pid);
      await sleep(TICK_MS);
    } else {
      const outcome = await startOnce(place, address);
      adopted = !outcome.ready;
      address = outcome.address;
      if (!outcome.ready) wait(false);
    }
  }
};
