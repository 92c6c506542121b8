import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../database/schema.js';
import type { BlobStore } from '../storage/blob-store.js';
import { collectDoomed, doomAbandoned } from './collector.js';
import { expireBinned, forgetStaged, forgetStale } from './expiry.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than any upload may last (see the server's request timeout), so that none is swept under way. */
export const UPLOAD_AGE_MS = 2 * HOUR;
const STAGED_AGE_MS = 24 * HOUR;
const ROUND_MS = 5 * MINUTE;
/** Name of the advisory lock that lets one process of many do the round; who holds it keeps every blob from being removed. */
export const ROUND_LOCK = 0x506f6368;

export interface HousekeepingPorts {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  readonly binDays: number;
  readonly log: Pick<Logger, 'info' | 'error'>;
}

export interface Ages {
  readonly uploadMs: number;
  readonly stagedMs: number;
}

/** Everything once, by whichever process comes first; the others skip their turn. */
export const housekeepingRound = async (
  { db, blobs, binDays }: Omit<HousekeepingPorts, 'log'>,
  ages: Ages = { uploadMs: UPLOAD_AGE_MS, stagedMs: STAGED_AGE_MS },
): Promise<{ removed: number; failed: number } | null> =>
  db.connection().execute(async (one) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${ROUND_LOCK}) as mine`.execute(
      one,
    );
    if (!rows[0]?.mine) return null;
    try {
      await expireBinned(db, binDays);
      await forgetStaged(db, ages.stagedMs);
      await doomAbandoned(db, ages.uploadMs);
      await forgetStale(db);
      const outcome = await collectDoomed(db, blobs);
      await blobs.sweepDrafts(ages.uploadMs);
      return outcome;
    } finally {
      await sql`select pg_advisory_unlock(${ROUND_LOCK})`.execute(one);
    }
  });

/** Runs a round at the start, every few minutes, and at once when something was destroyed. */
export const startHousekeeping = (ports: HousekeepingPorts) => {
  const { log } = ports;
  let running: Promise<void> | null = null;
  let again = false;

  const round = async (): Promise<void> => {
    do {
      again = false;
      try {
        const outcome = await housekeepingRound(ports);
        if (outcome && outcome.removed + outcome.failed > 0) log.info(outcome, 'collected blobs');
      } catch (error) {
        log.error({ fault: (error as Error).name }, 'housekeeping failed; the next round tries again');
      }
    } while (again);
    running = null;
  };

  const wake = (): void => {
    if (running) again = true;
    else running = round();
  };

  const timer = setInterval(wake, ROUND_MS);
  timer.unref();
  wake();
  return {
    wake,
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await running;
    },
  };
};
