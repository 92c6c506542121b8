import type { Language } from '../language.js';

/** What is said at the desk while a relay trains, beside all that the desk says anyway. */
export interface TrainingWords {
  readonly language: Language;
  /** On every screen. */
  readonly banner: string;
  readonly code: (code: string) => string;
  readonly cards: string;
  readonly cardOf: (name: string) => string;
  readonly answers: (name: string) => string;
  /** What an invented person does on their own phone. */
  readonly phoneOf: (name: string) => string;
  readonly keep: string;
  readonly kept: (count: number) => string;
  readonly show: string;
  readonly shown: string;
  readonly samples: string;
  readonly samplesText: string;
  readonly noPhone: string;
  readonly notHere: string;
  /** Across every invented paper. */
  readonly stamp: string;
  readonly relay: string;
  readonly purpose: string;
}
