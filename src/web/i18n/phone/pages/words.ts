import type { Language } from '../../language.js';

/** What is said of a paper's pages, of notes, and where papers are looked for; in one language. */
export interface PagesWords {
  readonly language: Language;
  /** A further page is photographed. */
  readonly another: string;
  /** Looks at one page. */
  readonly page: (number: number) => string;
  /** Another order of the pages: one goes before, or behind, the one beside it. */
  readonly order: {
    readonly change: string;
    readonly earlier: string;
    readonly later: string;
    /** Said aloud where a page now lies. */
    readonly at: (number: number, all: number) => string;
  };
  readonly turn: string;
  readonly remove: string;
  /** A change of a kept paper, before it goes into the safe. */
  readonly changed: string;
  readonly good: string;
  readonly cancel: string;
  readonly back: { readonly title: string; readonly photo: string; readonly none: string };
  /** The paper is another one now. */
  readonly renew: string;
  readonly note: { readonly title: string; readonly none: string; readonly save: string };
  readonly sort: { readonly waiting: (papers: number) => string; readonly begin: string };
  readonly unfinished: { readonly text: (title: string) => string; readonly go: string };
  readonly ending: (days: number) => string;
  /** The same where there is little room, beside a clock. */
  readonly daysLeft: (days: number) => string;
  readonly search: {
    readonly open: string;
    readonly title: string;
    readonly field: string;
    readonly nothing: string;
    readonly all: string;
  };
}
