import { fragment } from '../fragment.js';
import { render } from 'preact';
import type { DeskWords } from '../i18n/desk/words.js';
import { isLanguage, type Language } from '../i18n/language.js';
import './desk.css';
import '../ui/icon.svg?url';
import { App } from './app.js';

const CATALOGUES: Readonly<Record<Language, () => Promise<{ readonly words: DeskWords }>>> = {
  fr: () => import('../i18n/desk/fr.js'),
  en: () => import('../i18n/desk/en.js'),
  ar: () => import('../i18n/desk/ar.js'),
  fa: () => import('../i18n/desk/fa.js'),
  ps: () => import('../i18n/desk/ps.js'),
  ti: () => import('../i18n/desk/ti.js'),
  uk: () => import('../i18n/desk/uk.js'),
  ru: () => import('../i18n/desk/ru.js'),
  nl: () => import('../i18n/desk/nl.js'),
};

const loadWords = async (language: Language): Promise<DeskWords> => (await CATALOGUES[language]()).words;

/** A script that came this soon came over a line on which our letters cost nobody time. */
const QUICK_MS = 1000;
if (performance.now() < QUICK_MS) document.documentElement.classList.add('letters');

const root = document.getElementById('app');
if (root) {
  const { lang } = document.documentElement;
  const first = await loadWords(isLanguage(lang) ? lang : 'fr');
  root.replaceChildren();
  render(<App first={first} poster={fragment.slice(1)} loadWords={loadWords} />, root);
}
