import { describe } from '../../client/describe.js';
import { history as readHistory, type HistoryEntry } from '../../client/history.js';
import { choosePaper } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { listedPapers } from './find-paper.js';

/** One day after the other, each entry with its time. */
const lines = ({ words, screen, format }: Call, entries: readonly HistoryEntry[]): string[] => {
  let day = '';
  return entries.flatMap((entry) => {
    const text = shown(describe(entry, words.language));
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
  text: describe(entry, words.language),
});

export const history: Command = {
  options: ['paper', 'bin', 'verify'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { options, words, screen } = call;
    const session = await call.unlock();
    const { entries } = await readHistory(session);
    const word = options.paper;
    const doc =
      word === undefined ? null : choosePaper(await listedPapers(session, options.bin === true), word).doc;
    const told = doc === null ? entries : entries.filter((entry) => entry.doc === doc);
    if (options.verify !== true) screen.say(...lines(call, told), '');
    screen.say(screen.paint('good', `✓ ${words.said.logWhole(entries.length)}`));
    const verified = { entries: entries.length, from: 1 };
    const list = options.verify === true ? {} : { entries: told.map((entry) => entryJson(entry, call)) };
    return { json: { verified, ...list } };
  },
};
