import { useEffect, useState } from 'preact/hooks';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import type { Language } from '../../i18n/language.js';

const CATALOGUES: Readonly<Record<Language, () => Promise<{ readonly words: PagesWords }>>> = {
  fr: () => import('../../i18n/phone/pages/fr.js'),
  en: () => import('../../i18n/phone/pages/en.js'),
  ar: () => import('../../i18n/phone/pages/ar.js'),
  fa: () => import('../../i18n/phone/pages/fa.js'),
  ps: () => import('../../i18n/phone/pages/ps.js'),
  ti: () => import('../../i18n/phone/pages/ti.js'),
  uk: () => import('../../i18n/phone/pages/uk.js'),
  ru: () => import('../../i18n/phone/pages/ru.js'),
  nl: () => import('../../i18n/phone/pages/nl.js'),
};

const loadTools = () => import('./pages-tools.js');

/** The screen parts for a paper's pages and for finding papers, with their words. */
export interface PagesPart extends Awaited<ReturnType<typeof loadTools>> {
  readonly words: PagesWords;
}

let loaded: PagesPart | null = null;

/** Loaded once for each language. Rejects where the line does not bring it. */
export const loadPagesPart = async (language: Language): Promise<PagesPart> => {
  if (loaded?.words.language === language) return loaded;
  const [tools, { words }] = await Promise.all([loadTools(), CATALOGUES[language]()]);
  loaded = { ...tools, words };
  return loaded;
};

/** The same for a screen; null until it is there. What needs nothing of it works before, and without. */
export const usePagesPart = (language: Language): PagesPart | null => {
  const ready = loaded?.words.language === language ? loaded : null;
  const [, setPart] = useState(ready);
  useEffect(() => {
    if (!ready) loadPagesPart(language).then(setPart, () => undefined);
  }, [language]);
  return ready;
};
