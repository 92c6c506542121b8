import type { KindCategory } from '../../../core/kinds.js';
import type { Language } from '../language.js';

/** Why the page can't go on, each with a screen of its own. */
export const STOPS = [
  'noLink',
  'unknown',
  'ended',
  'expired',
  'usedUp',
  'frozen',
  'damaged',
  'offline',
  'down',
  'busy',
  'tooOld',
] as const;
export type Stop = (typeof STOPS)[number];

export interface StopWords {
  readonly title: string;
  readonly text: string;
}

/** Everything that the agency's page says, in one language. Every language has all of it. */
export interface AgencyWords {
  readonly language: Language;
  readonly pageTitle: string;
  /** Above every screen of a link that was made in training; as at the desk. */
  readonly training: string;
  readonly brand: string;
  readonly chooseLanguage: string;
  readonly noScript: string;
  readonly looking: string;
  readonly stops: Readonly<Record<Stop, StopWords>>;
  readonly retry: string;

  readonly someone: string;
  /** The same within a sentence. */
  readonly bySomeone: string;
  /** "Sam shows you 3 papers", in two parts so that the name can be set apart. */
  readonly shows: (count: number) => string;
  readonly forWhom: string;
  readonly whatFor: string;
  readonly until: string;
  readonly openings: string;
  readonly openingsLeft: (count: number) => string;
  readonly see: string;
  readonly seeHint: (minutes: number, code: boolean) => string;

  readonly codeTitle: string;
  readonly codeHint: string;
  readonly codeLabel: string;
  readonly codeShort: string;
  readonly codeWrong: (triesLeft: number) => string;
  readonly open: string;
  readonly back: string;
  readonly opening: string;

  readonly papersOf: (count: number) => string;
  readonly timeLeft: (minutes: number) => string;
  readonly timeShort: string;
  readonly downloadAll: string;
  readonly print: string;
  readonly close: string;
  readonly download: string;
  readonly downloadNamed: (title: string) => string;
  readonly show: string;
  readonly preparing: (done: number, total: number) => string;
  readonly ready: string;
  readonly loading: string;
  readonly loadedPart: (percent: number) => string;
  readonly pages: (count: number) => string;
  readonly page: (number: number, total: number) => string;
  readonly pictureOf: (title: string) => string;
  readonly smallPicture: (title: string) => string;
  readonly noPreview: string;
  readonly locked: string;
  readonly cut: string;
  readonly paperGone: string;
  readonly paperDamaged: string;
  readonly missing: (count: number) => string;
  readonly validUntil: (day: string) => string;
  readonly shelves: Readonly<Record<KindCategory, string>>;

  readonly receiptTitle: string;
  readonly receiptText: string;
  readonly receiptLabel: string;
  readonly receiptSend: string;
  readonly receiptSent: string;
  readonly receiptTooLong: string;
  readonly receiptFailed: string;

  readonly overTitle: string;
  readonly overTime: string;
  readonly overClosed: string;
  readonly again: (openingsLeft: number) => string;
  readonly noneLeft: string;
  readonly seeAgain: string;
  readonly promise: string;
}
