import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { Database } from '../database/schema.js';
import type { BlobStore } from '../storage/blob-store.js';
import { type Collected, collectUnlessHeld, doomAbandoned } from './collector.js';
import {
  expireBinned,
  expireDeposits,
  expireDrops,
  expireGrants,
  forgetDeposits,
  expireLinks,
  forgetAsks,
  forgetInvitations,
  forgetRelayNotes,
  forgetStaged,
  forgetStale,
} from './expiry.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than any upload may last (see the server's request timeout), so that none is swept under way. */
export const UPLOAD_AGE_MS = 2 * HOUR;
const STAGED_AGE_MS = 24 * HOUR;
/** How long a paper waits for its holder. */
const DEPOSIT_DAYS = 60;
const ROUND_MS = 5 * MINUTE;
/** Name of the advisory lock that lets one process of many do the round. */
const ROUND_LOCK = 0x506f6368;

export interface HousekeepingPorts {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  readonly binDays: number;
  readonly log: Pick<Logger, 'info' | 'error'>;
  /** Name of the lock under which rounds run: another one for another world in the same database. */
  readonly lock?: number;
  /** What a round begins with. */
  readonly first?: () => Promise<void>;
}

export interface Ages {
  readonly uploadMs: number;
  readonly stagedMs: number;
}

/** Everything once, by whichever process comes first; the others skip their turn. */
export const housekeepingRound = async (
  { db, blobs, binDays, lock = ROUND_LOCK, first }: Omit<HousekeepingPorts, 'log'>,
  ages: Ages = { uploadMs: UPLOAD_AGE_MS, stagedMs: STAGED_AGE_MS },
): Promise<Collected | null> =>
  db.connection().execute(async (one) => {
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${lock}) as mine`.execute(one);
    if (!rows[0]?.mine) return null;
    try {
      await first?.();
      await expireBinned(db, binDays);
      await forgetStaged(db, ages.stagedMs);
      await doomAbandoned(db, ages.uploadMs);
      await expireDeposits(db, DEPOSIT_DAYS);
      await forgetDeposits(db);
      await expireGrants(db);
      await expireLinks(db);
      await expireDrops(db);
      await forgetAsks(db);
      await forgetInvitations(db);
      await forgetRelayNotes(db);
      await forgetStale(db);
      const outcome = await collectUnlessHeld(db, blobs);
      await blobs.sweepDrafts(ages.uploadMs);
      return outcome;
    } finally {
      await sql`select pg_advisory_unlock(${lock})`.execute(one);
    }
  });

/** Runs one at a time; whoever asks while it runs is given one more run after it. */
const oneAtATime = (work: () => Promise<void>) => {
  let running: Promise<void> | null = null;
  let again = false;
  const run = async (): Promise<void> => {
    do {
      again = false;
      await work();
    } while (again);
    running = null;
  };
  return {
    ask: (): void => {
      if (running) again = true;
      else running = run();
    },
    settled: async (): Promise<void> => void (await running),
  };
};

/**
 * Runs a round at the start and every few minutes. What was destroyed is collected at once, whoever is in the middle of a
 * round: two processes that collect the same blobs do no harm.
 */
export const startHousekeeping = (ports: HousekeepingPorts) => {
  const { db, blobs, log } = ports;

  const logged = (work: () => Promise<Collected | null>) => async () => {
    try {
      const outcome = await work();
      if (outcome && outcome.removed + outcome.failed > 0) log.info(outcome, 'collected blobs');
    } catch (error) {
      log.error({ fault: (error as Error).name }, 'housekeeping failed; the next round tries again');
    }
  };

  const rounds = oneAtATime(logged(() => housekeepingRound(ports)));
  const collections = oneAtATime(logged(() => collectUnlessHeld(db, blobs)));
  const timer = setInterval(rounds.ask, ROUND_MS);
  timer.unref();
  rounds.ask();
  return {
    /** Collects what was just destroyed. */
    wake: collections.ask,
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await Promise.all([rounds.settled(), collections.settled()]);
    },
  };
};
