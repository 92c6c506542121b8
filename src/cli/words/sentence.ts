import type { ErrorDetails } from '../../core/errors.js';

/** A sentence, or how to make it from the facts of an error. */
export type Sentence = string | ((details: ErrorDetails) => string);

export const speak = (sentence: Sentence, details: ErrorDetails): string =>
  typeof sentence === 'string' ? sentence : sentence(details);

/** A fact as text; empty when the error didn't bring it. */
export const text = (details: ErrorDetails, name: string): string => String(details[name] ?? '');

/** A fact as a number, or undefined. */
export const count = (details: ErrorDetails, name: string): number | undefined => {
  const value = details[name];
  return typeof value === 'number' ? value : undefined;
};
