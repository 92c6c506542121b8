import { words as ar } from '../i18n/desk/ar.js';
import { words as en } from '../i18n/desk/en.js';
import { words as fa } from '../i18n/desk/fa.js';
import { words as fr } from '../i18n/desk/fr.js';
import { words as ps } from '../i18n/desk/ps.js';
import { words as ti } from '../i18n/desk/ti.js';
import { words as nl } from '../i18n/desk/nl.js';
import { words as ru } from '../i18n/desk/ru.js';
import { words as uk } from '../i18n/desk/uk.js';
import type { DeskWords } from '../i18n/desk/words.js';
import { type Language, LANGUAGES } from '../i18n/language.js';
import { type Assets, endOf, shellOf } from '../ui/shell.js';

export { LANGUAGES };

const CATALOGUES: Readonly<Record<Language, DeskWords>> = { fr, en, ar, fa, ps, ti, uk, ru, nl };

/** The page as the build writes it, once for each language. */
export const shellPage = (language: Language, assets: Assets): string =>
  shellOf(CATALOGUES[language], assets);

/**
 * What is left on the screen after a worker is done, by the address below the desk's; `kept` where the browser keeps somebody's
 * pochette. No script runs there.
 */
export const endPages = (language: Language, assets: Assets): Readonly<Record<'end' | 'kept', string>> => {
  const words = CATALOGUES[language];
  const end = { ...words.end, back: '/desk/' };
  return { end: endOf(words, end, assets), kept: endOf(words, { ...end, text: words.access.kept }, assets) };
};
