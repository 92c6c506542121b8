import t from 'tap';
import { describe } from '../../src/client/describe.js';
import type { HistoryEntry } from '../../src/client/history.js';
import { digestHistory } from '../../src/client/history-digest.js';
import { LOG_ACTIONS, type LogAction } from '../../src/core/protocol/log.js';

const DAY = 86_400_000;
const dayOf = (ms: number) => String(Math.floor(ms / DAY));

let seq = 0;
const did = (action: LogAction, more: Partial<HistoryEntry> = {}): HistoryEntry => {
  seq += 1;
  return { seq, at: 0, action, actor: 'you', outcome: 'ok', lock: '01', device: 'Bleu', ...more };
};
const told = (...entries: HistoryEntry[]) => {
  const { lines, left } = digestHistory(entries, dayOf);
  return { lines: lines.map(({ entry, times }) => describe(entry, 'en', times)), left };
};

t.test('the short history tells what a person did and leaves out what every visit does', async (t) => {
  const visit = [did('unlocker.login'), did('safe.look'), did('paper.list')];
  const adding = [did('paper.send'), did('paper.keep', { doc: 'a', paper: 'Lease' }), did('safe.head')];
  t.strictSame(told(...visit, ...adding, did('log.read')), {
    lines: ['You opened the safe, from “Bleu”', 'You kept “Lease”, from “Bleu”'],
    left: 5,
  });
});

t.test(
  'what was done several times in a day is one line with its number, for each device and paper',
  async (t) => {
    const open = [0, 1, DAY].map((at) => did('unlocker.login', { at }));
    const other = did('unlocker.login', { lock: '02', device: 'card' });
    const namesake = did('unlocker.login', { lock: '03' });
    const read = ['a', 'b', 'a'].map((doc) => did('paper.read', { doc, paper: doc }));
    t.strictSame(told(...open, other, namesake, ...read).lines, [
      'You opened the safe, from “Bleu” (2 times)',
      'You opened the safe, from “Bleu”',
      'You opened the safe, with the rescue card',
      'You opened the safe, from “Bleu”',
      'You read “a”, from “Bleu” (2 times)',
      'You read “b”, from “Bleu”',
    ]);
  },
);

t.test('two consents that were given on one day are two lines, each with its name', async (t) => {
  const give = ['Day centre', 'Town hall'].map((relay) =>
    did('grant.give', { grant: relay, relay, what: ['Lease'] }),
  );
  t.strictSame(told(...give).lines, [
    'You began to show “Lease” to “Day centre”, from “Bleu”',
    'You began to show “Lease” to “Town hall”, from “Bleu”',
  ]);
});

t.test('a refusal, and anything that somebody else did, is always told, each time', async (t) => {
  for (const more of [{ outcome: 'wrong_code' }, { actor: 'someone' }, { actor: 'server' }] as const) {
    for (const action of LOG_ACTIONS) {
      t.equal(
        told(did(action, more), did(action, more)).lines.length,
        2,
        `${action} ${JSON.stringify(more)}`,
      );
    }
  }
});

t.test('every entry is counted once: told, or said to be left out', async (t) => {
  const entries = LOG_ACTIONS.flatMap((action) => [did(action), did(action), did(action, { at: DAY })]);
  const { lines, left } = digestHistory(entries, dayOf);
  t.equal(lines.reduce((sum, { times }) => sum + times, 0) + left, entries.length);
});
