import { DOSSIER } from '../../i18n/phone/dossier/catalogues.js';
import { loadOffice, type OfficeWords } from '../../dossier/office.js';
import type { Screens as Shown } from './screens.js';
import type { DossierWords } from '../../i18n/phone/dossier/words.js';
import type { Language } from '../../i18n/language.js';

/** The screens about dossiers with their words: no part of what comes first. */
export interface Part {
  readonly Screens: typeof Shown;
  readonly said: DossierWords;
  readonly office: OfficeWords;
}

let loaded: Part | undefined;

/** What was loaded before in this language. */
export const partHere = (language: Language): Part | null =>
  loaded?.said.language === language ? loaded : null;

export const loadPart = async (language: Language): Promise<Part> => {
  const [{ Screens }, { words: said }, office] = await Promise.all([
    import('./screens.js'),
    DOSSIER[language](),
    loadOffice(),
  ]);
  loaded = { Screens, said, office };
  return loaded;
};
