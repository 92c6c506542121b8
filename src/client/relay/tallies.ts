import { toBase64Url, toHex } from '../../core/bytes.js';
import { listTallies, putTally, type TallyWire } from '../../core/api/relay-notes.js';
import { random } from '../../core/crypto/sodium.js';
import { isSafeError } from '../../core/errors.js';
import {
  MAX_KINDS,
  MAX_MARKS,
  openTally,
  personMark,
  sealTally,
  type Tally,
} from '../../core/protocol/relay-notes.js';
import type { AccountSession } from '../session.js';
import { wireBytes, wireId } from '../wire.js';
import type { OwnRelay } from './load.js';
import { teamKeyOf } from './names.js';

type Counter = Pick<AccountSession, 'api' | 'uid'>;

/** What a relay counts: somebody new, a dossier that was made, a paper of a kind that was filed. */
export type Counted = 'newcomer' | 'dossier' | `paper.${string}`;

/** What is to be added to a month, once. */
export interface Batch {
  /** Random: the same again is not added again. */
  readonly id: string;
  readonly counts: ReadonlyMap<Counted, number>;
  /** Ids of people for whom something was done, in hexadecimal; only a mark of each is stored. */
  readonly people: ReadonlySet<string>;
}

export const newBatchId = (): string => toHex(random(8));

/** Year × 100 + month, by this machine's clock and calendar. */
export const monthOf = (ms: number): number => {
  const date = new Date(ms);
  return date.getFullYear() * 100 + date.getMonth() + 1;
};

/** The `count` months up to one, newest first. */
export const monthsUpTo = (month: number, count: number): number[] => {
  const last = Math.floor(month / 100) * 12 + (month % 100) - 1;
  return Array.from({ length: count }, (_, i) => Math.floor((last - i) / 12) * 100 + ((last - i) % 12) + 1);
};

/** One's own row of a month as it is known: what stands there and its number, 0 where nothing was written. */
export interface OwnTally {
  readonly month: number;
  readonly version: number;
  readonly tally: Tally;
}

const EMPTY: Tally = { counts: new Map(), people: new Set(), last: '' };

const openRow = (relay: OwnRelay, month: number, wire: TallyWire): Tally => {
  const { generation, version } = wire;
  const at = { relay: relay.relay, member: wireId(wire.member), month, generation, version };
  return openTally(teamKeyOf(relay, generation), at, wireBytes(wire.sealed));
};

const rowsOf = async ({ api }: Pick<Counter, 'api'>, { relay }: OwnRelay, month: number) =>
  (await api.call(listTallies, { params: { relay: toHex(relay), month } })).tallies;

const loadOwn = async (session: Counter, relay: OwnRelay, month: number): Promise<OwnTally> => {
  const rows = await rowsOf(session, relay, month);
  const own = rows.find(({ member }) => member === toHex(session.uid));
  if (!own) return { month, version: 0, tally: EMPTY };
  try {
    return { month, version: own.version, tally: openRow(relay, month, own) };
  } catch (error) {
    // What nobody can read is not counted by anybody: it begins anew, rather than never again.
    if (!isSafeError(error, 'damaged')) throw error;
    return { month, version: own.version, tally: EMPTY };
  }
};

const capped = <T>(values: Iterable<T>, most: number): T[] => [...values].slice(0, most);

const withBatch = ({ tally }: OwnTally, relay: OwnRelay, month: number, batch: Batch): Tally => {
  const counts = new Map(tally.counts);
  for (const [kind, n] of batch.counts) counts.set(kind, (counts.get(kind) ?? 0) + n);
  const first = teamKeyOf(relay, 1);
  const marks = [...batch.people].map((id) => personMark(first, relay.relay, month, wireId(id)));
  return {
    counts: new Map(capped(counts, MAX_KINDS)),
    people: new Set(capped([...tally.people, ...marks], MAX_MARKS)),
    last: batch.id,
  };
};

const TRIES = 4;

/**
 * Adds to what one counted in a month, once, however often it is sent. `known` is what the last call answered, so that nothing has
 * to be asked first. Two machines of one worker add to each other.
 *
 * @throws SafeError `conflict` if the team has a new key: the relay is to be loaded again; `not_member`, `damaged`
 */
export const addToTally = async (
  session: Counter,
  relay: OwnRelay,
  month: number,
  batch: Batch,
  known?: OwnTally,
): Promise<OwnTally> => {
  let before = known?.month === month ? known : await loadOwn(session, relay, month);
  for (let attempt = 1; ; attempt++) {
    if (before.tally.last === batch.id) return before;
    const tally = withBatch(before, relay, month, batch);
    const [generation, version] = [relay.keys.length, before.version + 1];
    const at = { relay: relay.relay, member: session.uid, month, generation, version };
    const sealed = toBase64Url(sealTally(teamKeyOf(relay, generation), at, tally));
    const request = { params: { relay: toHex(relay.relay), month }, body: { generation, version, sealed } };
    try {
      await session.api.call(putTally, request, { again: true });
      return { month, version, tally };
    } catch (error) {
      if (attempt === TRIES || !isSafeError(error, 'conflict')) throw error;
      before = await loadOwn(session, relay, month);
    }
  }
};

/** What all members of a relay counted in a month. */
export interface MonthTotals {
  readonly month: number;
  /** How many people something was done for; whom two members saw counts once. */
  readonly people: number;
  readonly counts: ReadonlyMap<string, number>;
  /** How many rows do not open and are left out. */
  readonly refused: number;
}

/** @throws SafeError `not_member`, `not_found` */
export const monthTotals = async (
  session: Pick<Counter, 'api'>,
  relay: OwnRelay,
  month: number,
): Promise<MonthTotals> => {
  const counts = new Map<string, number>();
  const people = new Set<string>();
  let refused = 0;
  for (const row of await rowsOf(session, relay, month)) {
    try {
      const tally = openRow(relay, month, row);
      for (const [kind, n] of tally.counts) counts.set(kind, (counts.get(kind) ?? 0) + n);
      for (const mark of tally.people) people.add(mark);
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
      refused += 1;
    }
  }
  return { month, people: people.size, counts, refused };
};
