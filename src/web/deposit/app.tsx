import { useEffect, useState } from 'preact/hooks';
import type { DepositWords } from '../i18n/deposit/words.js';
import type { Language } from '../i18n/language.js';
import { Page } from '../ui/page.js';
import { Stopped, Waiting } from './screens/message.js';
import { Papers } from './screens/papers.js';
import { useDeposit } from './use-deposit.js';

/** The whole page: one screen at a time. */
export const App = ({
  fragment,
  first,
  loadWords,
}: {
  readonly fragment: string;
  readonly first: DepositWords;
  readonly loadWords: (language: Language) => Promise<DepositWords>;
}) => {
  const [words, setWords] = useState(first);
  const { screen, look } = useDeposit(fragment);
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.title = words.pageTitle;
  }, [words]);
  const choose = (language: Language): void =>
    void loadWords(language).then(setWords, () => undefined /* it stays as it is */);
  return (
    <Page
      brand={words.brand}
      chooseLanguage={words.chooseLanguage}
      promise={words.promise}
      language={words.language}
      onLanguage={choose}
    >
      {screen.name === 'looking' && <Waiting text={words.looking} />}
      {screen.name === 'stopped' && <Stopped stop={screen.stop} words={words} onRetry={look} />}
      {screen.name === 'papers' && <Papers look={screen.look} depot={screen.depot} words={words} />}
    </Page>
  );
};
