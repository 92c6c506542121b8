import type { DepositWords } from '../i18n/deposit/words.js';
import type { Language } from '../i18n/language.js';
import { mayRetry } from '../i18n/troubles.js';
import { Stopped, Waiting } from '../ui/message.js';
import { Page } from '../ui/page.js';
import { useWords } from '../ui/use-words.js';
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
  const { words, choose } = useWords(first, loadWords);
  const { screen, look } = useDeposit(fragment);
  return (
    <Page
      brand={words.brand}
      chooseLanguage={words.chooseLanguage}
      promise={words.promise}
      language={words.language}
      onLanguage={choose}
    >
      {screen.name === 'looking' && <Waiting text={words.looking} papers={0} />}
      {screen.name === 'stopped' && (
        <Stopped
          words={words.stops[screen.stop]}
          retry={mayRetry(screen.stop) ? words.retry : null}
          onRetry={look}
        />
      )}
      {screen.name === 'papers' && <Papers look={screen.look} depot={screen.depot} words={words} />}
    </Page>
  );
};
