import { words as ar } from '../i18n/deposit/ar.js';
import { words as en } from '../i18n/deposit/en.js';
import { words as fa } from '../i18n/deposit/fa.js';
import { words as fr } from '../i18n/deposit/fr.js';
import { words as nl } from '../i18n/deposit/nl.js';
import { words as ps } from '../i18n/deposit/ps.js';
import { words as ru } from '../i18n/deposit/ru.js';
import { words as ti } from '../i18n/deposit/ti.js';
import { words as uk } from '../i18n/deposit/uk.js';
import type { DepositWords } from '../i18n/deposit/words.js';
import { type Language, LANGUAGES } from '../i18n/language.js';
import { type Assets, shellOf } from '../ui/shell.js';

export { LANGUAGES };

const CATALOGUES: Readonly<Record<Language, DepositWords>> = { fr, en, ar, fa, ps, ti, uk, ru, nl };

/** The page as the build writes it, once for each language. */
export const shellPage = (language: Language, assets: Assets): string =>
  shellOf(CATALOGUES[language], assets);
