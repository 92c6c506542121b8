import { PHONE } from '../../i18n/phone/catalogues.js';
import { DOSSIER } from '../../i18n/phone/dossier/catalogues.js';
import type { OfficeWords } from './dossier-props.js';
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

/** The procedures are French ones. */
const loadOffice = async (): Promise<OfficeWords> => {
  const [{ words: dossier }, { words: phone }] = await Promise.all([DOSSIER.fr(), PHONE.fr()]);
  return { names: dossier.names, pieces: dossier.pieces, kinds: phone.kinds };
};

export const loadPart = async (language: Language): Promise<Part> => {
  const [{ Screens }, { words: said }, office] = await Promise.all([
    import('./screens.js'),
    DOSSIER[language](),
    loadOffice(),
  ]);
  loaded = { Screens, said, office };
  return loaded;
};
