import { useEffect, useState } from 'preact/hooks';
import { directionOf, type Language } from '../i18n/language.js';

interface PageWords {
  readonly language: Language;
  readonly pageTitle: string;
}

/** What the page says, from the words of its first language on; the document says the same of itself. */
export const useWords = <Words extends PageWords>(
  first: Words,
  loadWords: (language: Language) => Promise<Words>,
) => {
  const [words, setWords] = useState(first);
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.documentElement.dir = directionOf(words.language);
    document.title = words.pageTitle;
  }, [words]);
  const choose = (language: Language): void =>
    void loadWords(language).then(setWords, () => undefined /* it stays as it is */);
  return { words, choose };
};
