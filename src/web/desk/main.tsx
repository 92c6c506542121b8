import { DESK } from '../i18n/desk/catalogues.js';
import { fragment } from '../fragment.js';
import { render } from 'preact';
import type { DeskWords } from '../i18n/desk/words.js';
import { isLanguage, type Language } from '../i18n/language.js';
import './desk.css';
import '../ui/icon.svg?url';
import { App } from './app.js';
import { invitationIn } from './invitation-code.js';
import { leaveNothingBehind } from './leave.js';

const loadWords = async (language: Language): Promise<DeskWords> => (await DESK[language]()).words;

/** A script that came this soon came over a line on which our letters cost nobody time. */
const QUICK_MS = 1000;
if (performance.now() < QUICK_MS) document.documentElement.classList.add('letters');

const root = document.getElementById('app');
if (root) {
  const { lang } = document.documentElement;
  const first = await loadWords(isLanguage(lang) ? lang : 'fr');
  root.replaceChildren();
  leaveNothingBehind();
  const invitation = invitationIn(fragment);
  const poster = invitation === null ? fragment.slice(1) : '';
  render(<App first={first} poster={poster} invitation={invitation ?? ''} loadWords={loadWords} />, root);
}
