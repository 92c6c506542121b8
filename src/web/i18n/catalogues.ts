import type { Language } from './language.js';

/** Loads what a part says in one language: a file of its own for each, so that nobody loads the others. */
type Load<Words> = () => Promise<{ readonly words: Words }>;

/** Every language of a part. One that is missing does not compile. */
export type Catalogues<Words> = Readonly<Record<Language, Load<Words>>>;

/**
 * The languages that a part was not translated into yet, said in another one. For the time between two people's work: `test/web/languages.test.ts`
 * names every part that still has it.
 */
export const untranslated = <Words>(load: Load<Words>) =>
  ({ fa: load, ps: load, ti: load, uk: load, ru: load, nl: load }) as const satisfies Partial<
    Catalogues<Words>
  >;
