/** Somebody who was invented for a training. Nothing of theirs is secret. */
export interface Player {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly name: string;
  /** What is read from their card: a worker's signs, or the front of a person's. */
  readonly card: string;
}

/** Everybody whom a training begins with, and the poster of their relay. */
export interface Cast {
  readonly poster: string;
  readonly workers: readonly Player[];
  readonly people: readonly Player[];
}

/** Everybody's code in the training world. */
export const TRAINING_CODE = '417629';

/** What is written on a specimen. */
export interface Specimen {
  /** As a person says it: “Titre de séjour”. */
  readonly title: string;
  /** “SPÉCIMEN”, across it. */
  readonly stamp: string;
}

/** What the invented people say, in the worker's language. */
export interface SeedTexts {
  readonly language: string;
  readonly relay: string;
  readonly purpose: string;
  readonly stamp: string;
  /** What each kind of paper is called. */
  readonly kinds: Readonly<Record<string, string>>;
}
