import type { Catalogue } from '../../../client/describe-words.js';
import type { Language } from '../../i18n/language.js';

const CATALOGUES: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  fr: async () => (await import('../../../client/describe-fr.js')).fr,
  en: async () => (await import('../../../client/describe-en.js')).en,
  ar: async () => (await import('../../../client/describe-ar.js')).ar,
  fa: async () => (await import('../../../client/describe-fa.js')).fa,
  ps: async () => (await import('../../../client/describe-ps.js')).ps,
  ti: async () => (await import('../../../client/describe-ti.js')).ti,
  uk: async () => (await import('../../../client/describe-uk.js')).uk,
  ru: async () => (await import('../../../client/describe-ru.js')).ru,
  nl: async () => (await import('../../../client/describe-nl.js')).nl,
};

/** The words of the history in one language, loaded when it is looked at. */
export const tellingIn = (language: Language): Promise<Catalogue> => CATALOGUES[language]();
