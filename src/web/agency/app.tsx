import { useEffect, useState } from 'preact/hooks';
import type { AgencyWords } from '../i18n/agency/words.js';
import type { Language } from '../i18n/language.js';
import { Page } from '../ui/page.js';
import { Code } from './screens/code.js';
import { Over, Stopped, Waiting } from './screens/message.js';
import { Offer } from './screens/offer.js';
import { type LinkWay, useLink } from './use-link.js';

type Of<Name extends LinkWay['screen']['name']> = Extract<LinkWay['screen'], { readonly name: Name }>;

const OpenedPapers = ({
  screen: { Papers, vault, opened, endsAt },
  way,
  words,
}: {
  readonly screen: Of<'papers'>;
  readonly way: LinkWay;
  readonly words: AgencyWords;
}) => (
  <Papers
    vault={vault}
    opened={opened}
    endsAt={endsAt}
    words={words}
    onOver={(why) => void way.end(why, opened.openingsLeft)}
    onRefused={(error) => way.refused(error, opened.openingsLeft)}
  />
);

const Shown = ({ way, words }: { readonly way: LinkWay; readonly words: AgencyWords }) => {
  const { screen, look } = way;
  switch (screen.name) {
    case 'looking':
      return <Waiting text={words.looking} />;
    case 'opening':
      return <Waiting text={words.opening} />;
    case 'stopped':
      return <Stopped stop={screen.stop} words={words} onRetry={look} />;
    case 'offer':
      return <Offer look={screen.look} words={words} onSee={() => way.see(screen.look)} />;
    case 'code':
      return (
        <Code
          triesLeft={screen.triesLeft}
          busy={screen.busy}
          words={words}
          onCode={(code) => void way.open(screen.look, code)}
          onBack={() => way.back(screen.look)}
        />
      );
    case 'papers':
      return <OpenedPapers screen={screen} way={way} words={words} />;
    default:
      return <Over why={screen.why} openingsLeft={screen.openingsLeft} words={words} onAgain={look} />;
  }
};

/** The whole page: one screen at a time. */
export const App = ({
  fragment,
  first,
  loadWords,
}: {
  readonly fragment: string;
  readonly first: AgencyWords;
  readonly loadWords: (language: Language) => Promise<AgencyWords>;
}) => {
  const [words, setWords] = useState(first);
  const way = useLink(fragment);
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
      wide={way.screen.name === 'papers'}
    >
      <Shown way={way} words={words} />
    </Page>
  );
};
