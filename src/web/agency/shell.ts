import { words as ar } from '../i18n/agency/ar.js';
import { words as en } from '../i18n/agency/en.js';
import { words as fa } from '../i18n/agency/fa.js';
import { words as fr } from '../i18n/agency/fr.js';
import { words as nl } from '../i18n/agency/nl.js';
import { words as ps } from '../i18n/agency/ps.js';
import { words as ru } from '../i18n/agency/ru.js';
import { words as ti } from '../i18n/agency/ti.js';
import { words as uk } from '../i18n/agency/uk.js';
import type { AgencyWords } from '../i18n/agency/words.js';
import { type Language, LANGUAGES } from '../i18n/language.js';
import { type Assets, shellOf } from '../ui/shell.js';

export { LANGUAGES };

const CATALOGUES: Readonly<Record<Language, AgencyWords>> = { fr, en, ar, fa, ps, ti, uk, ru, nl };

/** The page as the build writes it, once for each language. */
export const shellPage = (language: Language, assets: Assets): string =>
  shellOf(CATALOGUES[language], assets);
