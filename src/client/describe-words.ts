import type { LogAction } from '../core/protocol/log.js';
import type { HistoryEntry } from './history.js';

/** `done` follows the subject ("vous avez …"), `tried` follows "vous avez essayé …". `{paper}` is its title. */
interface Phrase {
  readonly done: string;
  readonly tried: string;
}

/** A verbal noun serves both: what was done, and what was tried. */
export const act = (text: string): Phrase => ({
  done: text,
  tried: text,
});

export interface Catalogue {
  readonly subjects: Readonly<Record<HistoryEntry['actor'], string>>;
  readonly tried: string;
  readonly refused: string;
  readonly aPaper: string;
  readonly quoted: string;
  readonly card: string;
  readonly device: string;
  readonly goneDevice: string;
  readonly times: string;
  readonly version: string;
  /** Between what was tried and why it was refused. */
  readonly because: string;
  readonly named: string;
  readonly of: string;
  readonly to: string;
  readonly why: string;
  readonly withLink: string;
  readonly withLinkFor: string;
  readonly signedAs: string;
  readonly unproven: string;
  readonly papers: string;
  readonly phrases: Readonly<Record<LogAction, Phrase>>;
  readonly reasons: Readonly<Record<string, string>>;
}
