import { fragment } from '../fragment.js';
import { render } from 'preact';
import { AGENCY } from '../i18n/agency/catalogues.js';
import type { AgencyWords } from '../i18n/agency/words.js';
import { isLanguage, type Language } from '../i18n/language.js';
import './agency.css';
import '../ui/icon.svg?url';
import { App } from './app.js';

const loadWords = async (language: Language): Promise<AgencyWords> => (await AGENCY[language]()).words;

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
