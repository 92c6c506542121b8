import { PAGES } from '../../i18n/phone/pages/catalogues.js';
import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { lazyPart } from '../lazy-part.js';

const loadTools = () => import('./pages-tools.js');

/** The screen parts for a paper's pages and for finding papers, with their words. */
export interface PagesPart extends Awaited<ReturnType<typeof loadTools>> {
  readonly words: PagesWords;
}

/** What needs nothing of it works before it is there, and without. */
export const pages = lazyPart(async (language): Promise<PagesPart> => {
  const [tools, { words }] = await Promise.all([loadTools(), PAGES[language]()]);
  return { ...tools, words };
});
