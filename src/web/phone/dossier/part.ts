import type { Screens as Shown } from './screens.js';
import type { DossierWords } from '../../i18n/phone/dossier/words.js';
import type { Language } from '../../i18n/language.js';

const CATALOGUES: Readonly<Record<Language, () => Promise<{ readonly words: DossierWords }>>> = {
  fr: () => import('../../i18n/phone/dossier/fr.js'),
  en: () => import('../../i18n/phone/dossier/en.js'),
  ar: () => import('../../i18n/phone/dossier/ar.js'),
  fa: () => import('../../i18n/phone/dossier/fa.js'),
  ps: () => import('../../i18n/phone/dossier/ps.js'),
  ti: () => import('../../i18n/phone/dossier/ti.js'),
  uk: () => import('../../i18n/phone/dossier/uk.js'),
  ru: () => import('../../i18n/phone/dossier/ru.js'),
  nl: () => import('../../i18n/phone/dossier/nl.js'),
};

/** The screens about dossiers with their words: no part of what comes first. */
export interface Part {
  readonly Screens: typeof Shown;
  readonly said: DossierWords;
}

let loaded: Part | undefined;

/** What was loaded before in this language. */
export const partHere = (language: Language): Part | null =>
  loaded?.said.language === language ? loaded : null;

export const loadPart = async (language: Language): Promise<Part> => {
  const [{ Screens }, { words: said }] = await Promise.all([import('./screens.js'), CATALOGUES[language]()]);
  loaded = { Screens, said };
  return loaded;
};
