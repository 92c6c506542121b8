import type { KindCategory, KindId } from '../../../core/kinds.js';
import type { Language } from '../language.js';

/** A title and one sentence under it. */
export interface Said {
  readonly title: string;
  readonly text: string;
}

/** What went wrong, as the person is told. */
export const TROUBLES = [
  'offline',
  'down',
  'busy',
  'wrongCode',
  'wait',
  'frozen',
  'blocked',
  'cardFrozen',
  'cardBlocked',
  'unknownPhone',
  'badCard',
  'weak',
  'differ',
  'notPaper',
  'cutFile',
  'tooLarge',
  'phoneFull',
  'safeFull',
  'damaged',
  'rolledBack',
  'gone',
  'lastDevice',
  'other',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Everything that the phone app says, in one language. Every language has all of it. */
export interface PhoneWords {
  readonly language: Language;
  readonly pageTitle: string;
  readonly brand: string;
  readonly noScript: string;
  readonly leave: string;
  readonly back: string;
  readonly wait: string;
  readonly retry: string;
  readonly close: string;
  readonly listen: string;
  readonly updateReady: string;
  readonly update: string;

  readonly start: Said & { readonly photo: string; readonly known: string };
  readonly camera: {
    readonly title: string;
    readonly shoot: string;
    readonly gallery: string;
    readonly photo: string;
    readonly none: string;
  };
  readonly check: {
    readonly title: string;
    readonly good: string;
    readonly again: string;
    /** By a quarter, clockwise. */
    readonly turn: string;
    readonly picture: string;
  };
  readonly which: { readonly title: string; readonly other: string };
  readonly kept: {
    readonly here: string;
    readonly inSafe: string;
    readonly next: string;
    readonly another: string;
  };
  readonly notice: { readonly title: string; readonly points: readonly string[]; readonly agree: string };
  readonly code: {
    readonly choose: string;
    readonly chooseText: string;
    readonly again: string;
    readonly enter: string;
    readonly digits: (typed: number) => string;
    readonly erase: string;
    readonly lost: string;
    readonly seeOffline: string;
    readonly startAgain: string;
    readonly opening: string;
  };
  readonly card: Said & {
    readonly keep: string;
    readonly print: string;
    readonly later: string;
    readonly done: string;
    readonly picture: string;
    readonly fileName: string;
  };
  readonly papers: {
    readonly title: string;
    readonly add: string;
    readonly none: string;
    readonly bin: string;
    readonly here: string;
    readonly inSafe: string;
    readonly offline: string;
    readonly until: (day: string) => string;
    readonly over: (day: string) => string;
    readonly cardWaits: string;
    readonly askOffline: string;
    readonly yes: string;
    readonly no: string;
    readonly codeFirst: string;
    readonly choose: string;
    readonly open: (title: string) => string;
  };
  readonly paper: {
    readonly rename: string;
    readonly name: string;
    readonly kind: string;
    readonly until: string;
    readonly untilTitle: string;
    readonly day: string;
    readonly unknown: string;
    readonly save: string;
    readonly bin: string;
    readonly restore: string;
    readonly binned: string;
    readonly daysLeft: (days: number) => string;
    readonly emptyBin: string;
    readonly download: string;
    readonly larger: string;
    readonly smaller: string;
    readonly page: (number: number, total: number) => string;
    readonly noPreview: string;
    readonly throwAway: Said;
  };
  readonly lost: {
    readonly title: string;
    readonly text: string;
    readonly scan: string;
    readonly type: string;
    readonly ask: string;
    readonly typeTitle: string;
    readonly signs: string;
    readonly next: string;
    readonly scanning: string;
    readonly oldTitle: string;
    readonly oldText: string;
    readonly block: string;
    readonly keepBoth: string;
    readonly blocked: string;
  };
  readonly tabs: { readonly show: string; readonly more: string; readonly dossiers: string };
  readonly show: {
    readonly title: string;
    readonly none: string;
    readonly start: string;
    readonly which: string;
    readonly next: string;
    readonly forWhom: string;
    readonly name: string;
    readonly howLong: string;
    readonly day: string;
    readonly week: string;
    readonly month: string;
    readonly made: string;
    readonly sayCode: string;
    readonly send: string;
    readonly copied: string;
    readonly qr: string;
    readonly takeBack: string;
    readonly someone: string;
    readonly papers: (count: number) => string;
    readonly opened: (times: number) => string;
    readonly until: (day: string) => string;
    readonly everything: string;
  };
  readonly more: {
    readonly title: string;
    readonly history: string;
    readonly receive: string;
    readonly ownCode: string;
    readonly room: string;
    readonly phones: string;
    readonly code: string;
    readonly codeText: string;
    readonly newCard: string;
    readonly newCardText: string;
    readonly offline: string;
    readonly language: string;
    readonly out: string;
    readonly erase: string;
    readonly lock: string;
    readonly thisPhone: string;
    readonly card: string;
    readonly spare: string;
    readonly leaveSpare: string;
    readonly lastUsed: (day: string) => string;
    readonly block: string;
    readonly offlineText: string;
    readonly outText: string;
    readonly outDo: string;
    readonly outName: string;
    readonly eraseTitle: string;
    readonly eraseText: string;
    readonly erased: Said;
    readonly today: string;
  };
  /** Under which name the app lies on the phone. */
  readonly discreet: Said & { readonly entry: string; readonly name: string };
  readonly shelves: Readonly<Record<KindCategory, string>>;
  readonly kinds: Readonly<Record<KindId, string>>;
  readonly troubles: Readonly<Record<Trouble, string>>;
  readonly triesLeft: (tries: number) => string;
  readonly waitFor: (seconds: number) => string;
}
