import { describe } from '../../client/describe.js';
import { history as readHistory, type HistoryEntry } from '../../client/history.js';
import { digestHistory, type HistoryDigest } from '../../client/history-digest.js';
import { SafeError } from '../../core/errors.js';
import { isPartOf } from '../../core/finding.js';
import { choosePaper } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { listedPapers } from './find-paper.js';

/** Everything as it is in the log, or what matters to a person. */
const digest = ({ options, format }: Call, entries: readonly HistoryEntry[]): HistoryDigest =>
  options.all === true
    ? { lines: entries.map((entry) => ({ entry, times: 1 })), left: 0 }
    : digestHistory(entries, format.day);

/** One day after the other, each line with its time. */
const dayByDay = ({ words, screen, format }: Call, { lines }: HistoryDigest): string[] => {
  let day = '';
  return lines.flatMap(({ entry, times }) => {
    const text = shown(describe(entry, words.language, times));
    const line = `  ${screen.paint('soft', format.time(entry.at))}  ${entry.outcome === 'ok' ? text : screen.paint('warn', text)}`;
    const own = format.longDay(entry.at);
    if (own === day) return [line];
    const heading = [...(day === '' ? [] : ['']), screen.paint('strong', own), line];
    day = own;
    return heading;
  });
};

const entryJson = (entry: HistoryEntry, { words }: Call) => ({
  number: entry.seq,
  at: new Date(entry.at).toISOString(),
  action: entry.action,
  by: entry.actor,
  outcome: entry.outcome,
  device: entry.device ?? null,
  paper: entry.paper ?? null,
  id: entry.doc ?? null,
  version: entry.version ?? null,
  worker: entry.worker ?? null,
  relay: entry.relay ?? null,
  purpose: entry.purpose ?? null,
  proof: entry.proof ?? null,
  text: describe(entry, words.language),
});

/** Ids of who bears that name, a worker or a relay, among those whom the history names; null if nobody was asked for. */
const peopleOf = (entries: readonly HistoryEntry[], word: string | undefined): Set<string> | null => {
  if (word === undefined) return null;
  const fits = (name: string | undefined): boolean => name !== undefined && isPartOf(name, word);
  const ids = entries.flatMap(({ worker, relay, people: [to, by] = [] }) => [
    ...(fits(relay) && to !== undefined ? [to] : []),
    ...(fits(worker) && by !== undefined ? [by] : []),
  ]);
  if (ids.length === 0) throw new SafeError('not_found', { details: { person: word } });
  return new Set(ids);
};

export const history: Command = {
  options: ['paper', 'person', 'bin', 'all', 'verify'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { options, words, screen } = call;
    const session = await call.unlock();
    const { entries } = await readHistory(session);
    const word = options.paper;
    const people = peopleOf(entries, options.person);
    const doc =
      word === undefined ? null : choosePaper(await listedPapers(session, options.bin === true), word).doc;
    const told = entries.filter(
      (entry) =>
        (doc === null || entry.doc === doc || (entry.docs ?? []).includes(doc)) &&
        (people === null || (entry.people ?? []).some((id) => people.has(id))),
    );
    if (options.verify !== true) {
      const short = digest(call, told);
      screen.say(...dayByDay(call, short), '');
      if (short.left > 0) screen.say(screen.paint('soft', words.said.logShort(short.left)));
    }
    screen.say(screen.paint('good', `✓ ${words.said.logWhole(entries.length)}`));
    const verified = { entries: entries.length, from: 1 };
    const list = options.verify === true ? {} : { entries: told.map((entry) => entryJson(entry, call)) };
    return { json: { verified, ...list } };
  },
};
