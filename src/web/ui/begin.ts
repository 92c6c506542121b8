import { type ComponentChild, render } from 'preact';
import type { Catalogues } from '../i18n/catalogues.js';
import { isLanguage, type Language } from '../i18n/language.js';

/** A script that came this soon came over a line on which our letters cost nobody time. */
const QUICK_MS = 1000;

type LoadWords<Words> = (language: Language) => Promise<Words>;

/** Puts the page in the place of what stood there before the script came, in the same language. */
export const begin = async <Words>(
  catalogues: Catalogues<Words>,
  page: (first: Words, loadWords: LoadWords<Words>) => ComponentChild,
): Promise<void> => {
  if (performance.now() < QUICK_MS) document.documentElement.classList.add('letters');
  const root = document.getElementById('app');
  if (!root) return;
  const loadWords: LoadWords<Words> = async (language) => (await catalogues[language]()).words;
  const { lang } = document.documentElement;
  const first = await loadWords(isLanguage(lang) ? lang : 'fr');
  root.replaceChildren();
  render(page(first, loadWords), root);
};
