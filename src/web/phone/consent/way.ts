import type { KindCategory, KindId } from '../../../core/kinds.js';
import type { Purpose } from '../../i18n/phone/consent/words.js';
import type { DropView } from '../engine/drops.js';
import type { Met, Wanted } from '../engine/giving.js';
import type { Left } from '../engine/left.js';
import type { Named } from '../engine/account.js';

/** What was chosen to be shown, and how it is told. */
export interface Chosen {
  readonly wanted: Wanted;
  /** Titles of papers, a shelf, or null for everything. */
  readonly told: readonly string[] | { readonly shelf: KindCategory } | null;
  /** Titles of the health papers that are shown without having been chosen; null where none are. */
  readonly health: readonly string[] | null;
}

/** Papers that were taken in hand before it was said whom they are shown to. */
export interface Taken {
  readonly papers: readonly Named[];
  /** What an agency is told that they are for; may be empty. */
  readonly purpose: string;
}

/** Whom it is for, and how they were recognised. */
export interface Who extends Met {
  readonly by: 'code' | 'words';
}

/** Screens about who sees what, what was left, and what happened: loaded when the first of them is needed. */
export type ConsentScreen =
  | { readonly name: 'show' }
  | { readonly name: 'giveWho'; readonly taken: Taken | null }
  /** `spare`: a relay is met to leave a spare of the card with it. */
  | { readonly name: 'giveScan'; readonly taken: Taken | null; readonly spare?: boolean }
  | { readonly name: 'giveWords'; readonly taken: Taken | null; readonly spare?: boolean }
  | { readonly name: 'giveMet'; readonly who: Who; readonly taken: Taken | null; readonly spare?: boolean }
  | { readonly name: 'giveWhich'; readonly who: Who }
  | { readonly name: 'giveShelf'; readonly who: Who }
  | { readonly name: 'giveHealth'; readonly who: Who; readonly chosen: Chosen }
  | { readonly name: 'giveWhy'; readonly who: Who; readonly chosen: Chosen }
  | { readonly name: 'giveLong'; readonly who: Who; readonly chosen: Chosen; readonly why: Purpose }
  | {
      readonly name: 'giveYes';
      readonly who: Who;
      readonly chosen: Chosen;
      readonly why: Purpose;
      readonly until: number;
    }
  | { readonly name: 'giveDone'; readonly to: string }
  | { readonly name: 'spare' }
  | { readonly name: 'spareAsk'; readonly who: Who }
  | { readonly name: 'spareCode'; readonly who: Who; readonly as: string }
  | { readonly name: 'spareDone'; readonly to: string }
  | { readonly name: 'help' }
  | { readonly name: 'helped' }
  | { readonly name: 'left' }
  | { readonly name: 'leftOne'; readonly one: Left }
  /** One of several papers does: which one is photographed? */
  | { readonly name: 'wantedKind'; readonly kinds: readonly KindId[] }
  | { readonly name: 'asks' }
  | { readonly name: 'askFor' }
  | { readonly name: 'askMade'; readonly link: DropView }
  | { readonly name: 'ownCode' }
  | { readonly name: 'room' }
  | { readonly name: 'history'; readonly paper?: Named; readonly person?: Named }
  | { readonly name: 'historyOf' };

const NAMES: Readonly<Record<ConsentScreen['name'], true>> = {
  show: true,
  giveWho: true,
  giveScan: true,
  giveWords: true,
  giveMet: true,
  giveWhich: true,
  giveShelf: true,
  giveHealth: true,
  giveWhy: true,
  giveLong: true,
  giveYes: true,
  giveDone: true,
  spare: true,
  spareAsk: true,
  spareCode: true,
  spareDone: true,
  help: true,
  helped: true,
  left: true,
  leftOne: true,
  wantedKind: true,
  asks: true,
  askFor: true,
  askMade: true,
  ownCode: true,
  room: true,
  history: true,
  historyOf: true,
};

export const isOfConsent = <S extends { readonly name: string }>(
  screen: S,
): screen is Extract<S, { readonly name: ConsentScreen['name'] }> => Object.hasOwn(NAMES, screen.name);
