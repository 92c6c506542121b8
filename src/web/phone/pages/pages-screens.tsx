import type { PagesWords } from '../../i18n/phone/pages/words.js';
import type { ScreenProps } from '../app-context.js';
import { CardBack } from './card-back.js';
import { Changed } from './changed.js';
import { LeafScreen } from './leaf.js';
import { NoteScreen } from './note.js';
import type { PagesScreen } from './screens.js';
import { type Card, Search } from './search-screen.js';

interface PagesScreensProps extends ScreenProps {
  readonly screen: PagesScreen;
  readonly said: PagesWords;
  readonly PaperCard: Card;
}

/** The screen of this part that the way is at. */
export const PagesScreens = ({ app, screen, said, PaperCard }: PagesScreensProps) => {
  switch (screen.name) {
    case 'pages':
      return <Changed app={app} said={said} draft={screen.draft} waits={screen.waits === true} />;
    case 'leaf':
      return <LeafScreen app={app} said={said} draft={screen.draft} place={screen.place} />;
    case 'back':
      return <CardBack app={app} said={said} draft={screen.draft} kind={screen.kind} title={screen.title} />;
    case 'note':
      return <NoteScreen app={app} said={said} paper={screen.paper} />;
    default:
      return <Search app={app} said={said} PaperCard={PaperCard} />;
  }
};
