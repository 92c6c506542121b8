import { fragment } from '../fragment.js';
import { render } from 'preact';
import type { Catalogues } from '../i18n/catalogues.js';
import type { DepositWords } from '../i18n/deposit/words.js';
import { isLanguage, type Language } from '../i18n/language.js';
import './deposit.css';
import '../ui/icon.svg?url';
import { App } from './app.js';

const CATALOGUES: Catalogues<DepositWords> = {
  fr: () => import('../i18n/deposit/fr.js'),
  en: () => import('../i18n/deposit/en.js'),
  ar: () => import('../i18n/deposit/ar.js'),
  fa: () => import('../i18n/deposit/fa.js'),
  ps: () => import('../i18n/deposit/ps.js'),
  ti: () => import('../i18n/deposit/ti.js'),
  uk: () => import('../i18n/deposit/uk.js'),
  ru: () => import('../i18n/deposit/ru.js'),
  nl: () => import('../i18n/deposit/nl.js'),
};

const loadWords = async (language: Language): Promise<DepositWords> => (await CATALOGUES[language]()).words;

/** A script that came this soon came over a line on which our letters cost nobody time. */
const QUICK_MS = 1000;
if (performance.now() < QUICK_MS) document.documentElement.classList.add('letters');

const root = document.getElementById('app');
const { lang } = document.documentElement;
if (root) {
  const first = await loadWords(isLanguage(lang) ? lang : 'fr');
  root.replaceChildren();
  render(<App fragment={fragment} first={first} loadWords={loadWords} />, root);
}
