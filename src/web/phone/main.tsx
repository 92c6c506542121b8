import { render } from 'preact';
import { isLanguage, type Language } from '../i18n/language.js';
import type { Catalogues } from '../i18n/catalogues.js';
import type { PhoneWords } from '../i18n/phone/words.js';
import './phone.css';
import { App } from './app.js';
import { readFacts } from './store/facts.js';

const CATALOGUES: Catalogues<PhoneWords> = {
  fr: () => import('../i18n/phone/fr.js'),
  en: () => import('../i18n/phone/en.js'),
  ar: () => import('../i18n/phone/ar.js'),
  fa: () => import('../i18n/phone/fa.js'),
  ps: () => import('../i18n/phone/ps.js'),
  ti: () => import('../i18n/phone/ti.js'),
  uk: () => import('../i18n/phone/uk.js'),
  ru: () => import('../i18n/phone/ru.js'),
  nl: () => import('../i18n/phone/nl.js'),
};

const loadWords = async (language: Language): Promise<PhoneWords> => (await CATALOGUES[language]()).words;

const LANGUAGE = 'pochette-language';

const rememberedLanguage = (): Language | null => {
  try {
    const kept = localStorage.getItem(LANGUAGE);
    return kept !== null && isLanguage(kept) ? kept : null;
  } catch {
    return null;
  }
};

const rememberLanguage = (language: Language): void => {
  try {
    localStorage.setItem(LANGUAGE, language);
  } catch {
    // a phone that keeps nothing asks again
  }
};

const NOTHING = { safe: false, drafts: 0, offline: false };

const root = document.getElementById('app');
if (root) {
  const known = rememberedLanguage();
  const { lang } = document.documentElement;
  const [first, facts] = await Promise.all([
    loadWords(known ?? (isLanguage(lang) ? lang : 'fr')),
    readFacts().catch(() => NOTHING),
  ]);
  root.replaceChildren();
  render(
    <App
      first={first}
      facts={facts}
      known={known !== null}
      loadWords={loadWords}
      rememberLanguage={rememberLanguage}
    />,
    root,
  );
}
