import type { Language } from '../../i18n/language.js';

/** Where a new person and a worker are together. */
export type Step =
  | { readonly name: 'start' }
  | { readonly name: 'notice' }
  | { readonly name: 'other' }
  | { readonly name: 'refused' }
  | { readonly name: 'phone' }
  | { readonly name: 'lookAway' }
  | { readonly name: 'code' }
  | { readonly name: 'card'; readonly contact: string }
  | { readonly name: 'spare'; readonly contact: string }
  | { readonly name: 'introduce'; readonly contact: string }
  | { readonly name: 'ready'; readonly person: string; readonly hasRoom: boolean };

/** Somebody who is new here, while they are being welcomed. It outlasts the lock of the worker's account. */
export interface NewcomerState {
  readonly step: Step;
  readonly nickname: string;
  /** Null until it was chosen. */
  readonly language: Language | null;
  /** The public code of the relay, with which a spare of the card may be left; null without. */
  readonly poster: string | null;
}

export const NOBODY_NEW: NewcomerState = {
  step: { name: 'start' },
  nickname: '',
  language: null,
  poster: null,
};

/** Whether the screen is the person's now: what a lock would take from them can't be made again. */
const THEIRS: ReadonlySet<Step['name']> = new Set(['other', 'code', 'card', 'spare']);
export const isTheirs = ({ step }: NewcomerState): boolean => THEIRS.has(step.name);
