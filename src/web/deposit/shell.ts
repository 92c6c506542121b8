import { words as ar } from '../i18n/deposit/ar.js';
import { words as en } from '../i18n/deposit/en.js';
import { words as fr } from '../i18n/deposit/fr.js';
import type { DepositWords } from '../i18n/deposit/words.js';
import { type Language, LANGUAGES } from '../i18n/language.js';
import { type Assets, shellOf } from '../ui/shell.js';

export { LANGUAGES };

const CATALOGUES: Readonly<Record<Language, DepositWords>> = { fr, en, ar };

/** The page as the build writes it, once for each language. */
export const shellPage = (language: Language, assets: Assets): string =>
  shellOf(CATALOGUES[language], assets);
