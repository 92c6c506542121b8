import { loadOffice, type OfficeWords } from '../../dossier/office.js';
import { DOSSIER } from '../../i18n/phone/dossier/catalogues.js';
import type { DossierWords } from '../../i18n/phone/dossier/words.js';
import type { Language } from '../../i18n/language.js';
import type { Filing as Shown } from './filing.js';

/** The screen where a dossier is put together, with its words: no part of what comes first. */
export interface FilingPart {
  readonly Filing: typeof Shown;
  readonly said: DossierWords;
  readonly office: OfficeWords;
}

export const loadFiling = async (language: Language): Promise<FilingPart> => {
  const [{ Filing }, { words: said }, office] = await Promise.all([
    import('./filing.js'),
    DOSSIER[language](),
    loadOffice(),
  ]);
  return { Filing, said, office };
};
