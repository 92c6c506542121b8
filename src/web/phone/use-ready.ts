import { useEffect } from 'preact/hooks';
import type { Language } from '../i18n/language.js';
import { engine } from './engine/engine.js';
import { pages } from './pages/part.js';

/** Where six digits are typed, the safe's worker and what shows papers get ready meanwhile. */
export const useReady = (language: Language): void => {
  useEffect(() => {
    engine()
      .getReady()
      .catch(() => undefined);
    pages.load(language).catch(() => undefined);
  }, []);
};
