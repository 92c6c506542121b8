import { PAGES } from '../../i18n/phone/pages/catalogues.js';
import { useEffect, useState } from 'preact/hooks';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import type { Language } from '../../i18n/language.js';

const loadTools = () => import('./pages-tools.js');

/** The screen parts for a paper's pages and for finding papers, with their words. */
export interface PagesPart extends Awaited<ReturnType<typeof loadTools>> {
  readonly words: PagesWords;
}

let loaded: PagesPart | null = null;

/** Loaded once for each language. Rejects where the line does not bring it. */
export const loadPagesPart = async (language: Language): Promise<PagesPart> => {
  if (loaded?.words.language === language) return loaded;
  const [tools, { words }] = await Promise.all([loadTools(), PAGES[language]()]);
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
