import type { LogAction } from '../core/protocol/log.js';
import type { HistoryEntry } from './history.js';

/** One line of the short history: an entry, and how often its like happened that day. */
export interface HistoryLine {
  readonly entry: HistoryEntry;
  readonly times: number;
}

export interface HistoryDigest {
  readonly lines: readonly HistoryLine[];
  /** How many entries no line stands for. */
  readonly left: number;
}

/** What every visit leaves behind. Who came is told by the opening; what was done, by the paper it was done to. */
const ROUTINE: ReadonlySet<LogAction> = new Set([
  'safe.look',
  'safe.name-category',
  'safe.head',
  'paper.list',
  'paper.send',
  'paper.versions',
  'log.read',
  'grant.list',
  'ask.list',
  'deposit.list',
  'deposit.read',
  'link.list',
  'drop.list',
]);

/** Refusals, the service and other people are told one by one: they are what the history is for. */
const isPlain = ({ actor, outcome }: HistoryEntry): boolean => actor === 'you' && outcome === 'ok';

/**
 * The history as a person wants it: routine left out, and what they did several times in a day told once with its number.
 * Lines keep the order of the first entry that they stand for.
 *
 * @param dayOf names the day of a moment in milliseconds since 1970, where the person is
 */
export const digestHistory = (
  entries: readonly HistoryEntry[],
  dayOf: (ms: number) => string,
): HistoryDigest => {
  const told = entries.filter((entry) => !isPlain(entry) || !ROUTINE.has(entry.action));
  const lines = new Map<string, HistoryLine>();
  for (const entry of told) {
    const { seq, at, action, doc, version, lock, link, grant } = entry;
    const key = JSON.stringify(isPlain(entry) ? [dayOf(at), action, doc, version, lock, link, grant] : [seq]);
    const same = lines.get(key);
    lines.set(key, { entry: same?.entry ?? entry, times: (same?.times ?? 0) + 1 });
  }
  return { lines: [...lines.values()], left: entries.length - told.length };
};
