import type { AgencyWords } from '../i18n/agency/words.js';
import type { Language } from '../i18n/language.js';
import { mayRetry } from '../i18n/troubles.js';
import { isTrainingHere } from '../quick/server.js';
import { Stopped, Waiting } from '../ui/message.js';
import { Page } from '../ui/page.js';
import { useWords } from '../ui/use-words.js';
import { Code } from './screens/code.js';
import { Over } from './screens/over.js';
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
      return <Waiting text={words.looking} papers={3} />;
    case 'opening':
      return <Waiting text={words.opening} papers={3} />;
    case 'stopped':
      return (
        <Stopped
          words={words.stops[screen.stop]}
          retry={mayRetry(screen.stop) ? words.retry : null}
          onRetry={look}
        />
      );
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
  const { words, choose } = useWords(first, loadWords);
  const way = useLink(fragment);
  return (
    <>
      {isTrainingHere() && (
        <aside class="training-banner" aria-label={words.training}>
          <strong>{words.training}</strong>
        </aside>
      )}
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
    </>
  );
};
