import { words as ar } from '../i18n/agency/ar.js';
import { words as en } from '../i18n/agency/en.js';
import { words as fr } from '../i18n/agency/fr.js';
import type { AgencyWords } from '../i18n/agency/words.js';
import { type Language, LANGUAGES } from '../i18n/language.js';
import { type Assets, shellOf } from '../ui/shell.js';

export { LANGUAGES };

const CATALOGUES: Readonly<Record<Language, AgencyWords>> = { fr, en, ar };

/** The page as the build writes it, once for each language. */
export const shellPage = (language: Language, assets: Assets): string =>
  shellOf(CATALOGUES[language], assets);
