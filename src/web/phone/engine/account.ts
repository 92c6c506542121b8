import { describe } from '../../../client/describe.js';
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

/** What was done to the safe, newest first; what every visit leaves behind is left out. */
export const told = async (language: Language): Promise<Told[]> => {
  const { entries } = await history(opened());
  const { lines } = digestHistory(entries, dayOf);
  return lines.toReversed().map(({ entry, times }) => ({
    seq: entry.seq,
    at: entry.at,
    byOther: entry.actor !== 'you',
    refused: entry.outcome !== 'ok',
    text: describe(entry, language, times),
  }));
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
