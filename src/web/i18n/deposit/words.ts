import type { Language } from '../language.js';

/** Why the page can't go on, each with a screen of its own. */
export const STOPS = [
  'noLink',
  'unknown',
  'ended',
  'expired',
  'full',
  'damaged',
  'offline',
  'down',
  'busy',
  'tooOld',
] as const;
export type Stop = (typeof STOPS)[number];

/** Why a file is not taken, or was not sent, each with a sentence. */
export const FAULTS = [
  'empty',
  'cut',
  'broken',
  'noPaper',
  'tooLarge',
  'unreadable',
  'tooMany',
  'tooMuch',
  'closed',
  'expired',
  'waitingFull',
  'noRoom',
  'damaged',
  'network',
  'busy',
] as const;
export type Fault = (typeof FAULTS)[number];

/** Everything that the page for leaving papers says, in one language. Every language has all of it. */
export interface DepositWords {
  readonly language: Language;
  readonly pageTitle: string;
  readonly brand: string;
  readonly chooseLanguage: string;
  readonly noScript: string;
  readonly promise: string;
  readonly looking: string;
  readonly retry: string;
  readonly stops: Readonly<Record<Stop, { readonly title: string; readonly text: string }>>;

  /** "Papers for Sam", in two parts so that the name can be set apart; and where there is no name. */
  readonly papersFor: string;
  readonly papersForSomeone: string;
  readonly askedOf: string;
  readonly whatFor: string;
  readonly until: string;
  readonly takes: string;
  readonly papersLeft: (count: number) => string;

  readonly dropHere: string;
  readonly dropNow: string;
  readonly choose: string;
  readonly chooseMore: string;
  readonly photograph: string;
  readonly kinds: (size: string) => string;

  readonly listTitle: (count: number) => string;
  readonly remove: string;
  readonly removeNamed: (name: string) => string;
  readonly checking: string;
  readonly ready: string;
  /** The place where a photo was taken was in it, and is not sent. */
  readonly placeTaken: string;
  readonly nameLabel: string;
  readonly nameHint: string;
  readonly nameTooLong: string;
  readonly send: (count: number) => string;
  readonly nothingYet: string;

  readonly sendingTitle: string;
  readonly keepOpen: string;
  readonly queued: string;
  readonly sending: (percent: number) => string;
  readonly waiting: string;
  readonly sent: string;
  readonly cancel: string;
  readonly progressOf: (name: string) => string;
  readonly sentSoFar: (done: number, all: number) => string;
  readonly noneReceived: string;
  readonly back: string;
  readonly sendRest: string;

  readonly doneTitle: string;
  readonly doneText: (count: number) => string;
  readonly doneNext: string;
  readonly more: string;
  readonly faults: Readonly<Record<Fault, string>>;
}
