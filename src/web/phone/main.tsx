import { render } from 'preact';
import { isLanguage, type Language } from '../i18n/language.js';
import { PHONE } from '../i18n/phone/catalogues.js';
import type { PhoneWords } from '../i18n/phone/words.js';
import './phone.css';
import './languages.css';
import './discreet/discreet.css';
import './large-text.css';
import { App } from './app.js';
import { wearKeptName } from './discreet/name.js';
import { readFacts } from './store/facts.js';

wearKeptName();

const loadWords = async (language: Language): Promise<PhoneWords> => (await PHONE[language]()).words;

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
const { hash, pathname, href } = location;
/** What the code on a relay's desk leads to; its secret goes from the address at once. */
const isHand = pathname.startsWith('/h') && hash !== '';
if (root && isHand) {
  history.replaceState(null, '', '/h/');
  const { lang } = document.documentElement;
  const { openHand } = await import('./hand/hand.js');
  await openHand(root, href, isLanguage(lang) ? lang : 'fr');
} else if (root) {
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
