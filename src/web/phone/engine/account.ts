import { describeIn } from '../../../client/describe.js';
import { eraseSafe } from '../../../client/erase.js';
import { exportSafe } from '../../../client/export.js';
import { history } from '../../../client/history.js';
import { digestHistory } from '../../../client/history-digest.js';
import { zipStream } from '../../../client/zip.js';
import { concat } from '../../../core/bytes.js';
import type { Language } from '../../i18n/language.js';
import { forgetAll } from '../store/database.js';
import { opened } from './opened.js';
import { unlockThis } from './renewing.js';
import { tellingIn } from './telling.js';

/** One line of the history, as a person would say it. */
export interface Told {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether somebody else, or the service, did it. */
  readonly byOther: boolean;
  readonly refused: boolean;
  readonly text: string;
}

const dayOf = (ms: number): string => new Date(ms).toDateString();

/** What the history is narrowed to: one paper, or one relay, worker or person who helps. */
export interface Only {
  readonly paper?: string;
  readonly person?: string;
}

/** What was done to the safe, newest first; what every visit leaves behind is left out. */
export const told = async (language: Language, only: Only = {}): Promise<Told[]> => {
  const [{ entries }, words] = await Promise.all([history(opened(), only), tellingIn(language)]);
  const { lines } = digestHistory(entries, dayOf);
  return lines.toReversed().map(({ entry, times }) => ({
    seq: entry.seq,
    at: entry.at,
    byOther: entry.actor !== 'you',
    refused: entry.outcome !== 'ok',
    text: describeIn(words, entry, times),
  }));
};

/** Somebody or something that the history tells of. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

const newestFirst = (of: ReadonlyMap<string, string>): Named[] =>
  Array.from(of, ([id, name]) => ({ id, name })).toReversed();

/** Relays, those who acted for them, and papers that the history knows by name. */
export const toldOf = async (): Promise<{ readonly people: Named[]; readonly papers: Named[] }> => {
  const { entries } = await history(opened());
  const people = new Map<string, string>();
  const papers = new Map<string, string>();
  for (const { relay, worker, people: [to, by] = [], doc, paper } of entries) {
    if (to !== undefined && relay !== undefined && relay !== '') people.set(to, relay);
    if (by !== undefined && by !== to && worker !== undefined) people.set(by, worker);
    if (doc !== undefined && paper !== undefined) papers.set(doc, paper);
  }
  return { people: newestFirst(people), papers: newestFirst(papers) };
};

/** Everything in one ZIP: papers under readable names, what is known of them, and the whole log. */
export const takeOut = async (language: Language): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  const files = exportSafe(opened(), { language: language === 'en' ? 'en' : 'fr' });
  // copied: the reader uses its buffer again
  for await (const piece of zipStream(files)) pieces.push(piece.slice());
  return concat(...pieces);
};

/** Destroys the safe and everything on this phone. The code is asked for again: who holds an open phone is not enough. */
export const eraseAll = async (pin: string): Promise<void> => {
  await eraseSafe(await unlockThis(pin));
  await forgetAll();
};
