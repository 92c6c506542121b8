import { fromHex } from '../../../core/bytes.js';
import { isSafeError } from '../../../core/errors.js';
import { loadRelay, type OwnRelay } from '../../../client/relay/load.js';
import {
  addToTally,
  type Batch,
  type Counted,
  monthOf,
  newBatchId,
  type OwnTally,
} from '../../../client/relay/tallies.js';
import type { AccountSession } from '../../../client/session.js';
import { opened } from './opened.js';

/** What was counted for one relay and waits to be stored. */
interface Waiting {
  counts: Map<Counted, number>;
  people: Set<string>;
}

/** A relay's counter. What it is about to store stays the same until it is stored, so that nothing counts twice. */
interface Counter {
  waiting: Waiting;
  going: { readonly month: number; readonly batch: Batch } | null;
  running: boolean;
  /** What was loaded, and by which session: keys go when the account is shut. */
  at: { readonly session: AccountSession; readonly own: OwnRelay; readonly row?: OwnTally } | null;
}

const counters = new Map<string, Counter>();

const counterOf = (relay: string): Counter => {
  const found = counters.get(relay) ?? {
    waiting: { counts: new Map(), people: new Set() },
    going: null,
    running: false,
    at: null,
  };
  counters.set(relay, found);
  return found;
};

/** Keys go; what was counted and not stored yet waits until they are back. */
export const forgetTallyKeys = (): void => {
  for (const counter of counters.values()) counter.at = null;
};

/** What is stored next: what was under way, or all that waits. */
const nextOf = (counter: Counter, now: number) => {
  const { waiting, going } = counter;
  if (going) return going;
  if (waiting.counts.size === 0 && waiting.people.size === 0) return null;
  counter.waiting = { counts: new Map(), people: new Set() };
  counter.going = { month: monthOf(now), batch: { id: newBatchId(), ...waiting } };
  return counter.going;
};

const store = async (relay: string, counter: Counter): Promise<boolean> => {
  const session = opened();
  const next = nextOf(counter, session.device.clock.now());
  if (!next) return false;
  const at =
    counter.at?.session === session
      ? counter.at
      : { session, own: await loadRelay(session, fromHex(relay, 16)) };
  const row = await addToTally(session, at.own, next.month, next.batch, at.row);
  counter.at = { ...at, row };
  counter.going = null;
  return true;
};

const run = async (relay: string, counter: Counter): Promise<void> => {
  if (counter.running) return;
  counter.running = true;
  try {
    while (await store(relay, counter));
  } catch (error) {
    // It is tried again with the next count: no statistic is worth a worker's time. The team may have a new key.
    counter.at = null;
    if (!isSafeError(error)) throw error;
  } finally {
    counter.running = false;
  }
};

let underWay: Promise<unknown> = Promise.resolve();

/** Once what was counted until now is stored, or can't be. */
export const counted = async (): Promise<void> => void (await underWay);

/**
 * Counts for the relay's statistics: something was done, for a person (id in hexadecimal, of which only a mark is kept), or both. Does
 * not wait for it to be stored, and never fails.
 */
export const tally = (relay: string, what: Counted | null, person = ''): void => {
  if (relay === '') return;
  const counter = counterOf(relay);
  const { counts, people } = counter.waiting;
  if (what !== null) counts.set(what, (counts.get(what) ?? 0) + 1);
  if (person !== '') people.add(person);
  underWay = Promise.allSettled([underWay, run(relay, counter)]);
};
