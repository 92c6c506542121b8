import type { Language } from '../i18n/language.js';
import type { ScreenProps } from './app-context.js';
import { pages } from './pages/part.js';
import type { PagesScreen } from './pages/screens.js';
import { OfConsent } from './consent/lazy.js';
import { isOfConsent } from './consent/way.js';
import { DossierScreens } from './dossier/door.js';
import { Bin } from './screens/bin.js';
import { Camera } from './screens/camera.js';
import { Card } from './screens/card.js';
import { Rename, ThrowAway, Until } from './screens/change-paper.js';
import { Check } from './screens/check.js';
import { ChangeCode, NewCard, NewCode, Unlock } from './screens/code.js';
import { Kept } from './screens/kept.js';
import { ChooseLanguage } from './screens/language.js';
import { Discreet } from './screens/discreet.js';
import { CardCode, Lost, OldPhones, Scan, TypeCard } from './screens/lost.js';
import { Erase, Erased, More, Offline, Phones, TakeOut } from './screens/more.js';
import { Notice } from './screens/notice.js';
import { PaperScreen } from './screens/paper.js';
import { PaperCard, Papers } from './screens/papers.js';
import { ShowMade } from './screens/show-made.js';
import { ShowFor, ShowWhich } from './screens/show.js';
import { Start } from './screens/start.js';
import { AllKinds, Which } from './screens/which.js';

/** Screens that need nothing but the app. */
const PLAIN = {
  start: Start,
  notice: Notice,
  newCode: NewCode,
  changeCode: ChangeCode,
  newCard: NewCard,
  card: Card,
  papers: Papers,
  bin: Bin,
  unlock: Unlock,
  lost: Lost,
  scan: Scan,
  typeCard: TypeCard,
  oldPhones: OldPhones,
  showWhich: ShowWhich,
  more: More,
  phones: Phones,
  offline: Offline,
  out: TakeOut,
  erase: Erase,
  erased: Erased,
  discreet: Discreet,
} as const;

const Pages = ({ app, screen }: ScreenProps & { readonly screen: PagesScreen }) => {
  const { part } = pages.use(app.words.language);
  if (!part) return <span class="wait" role="status" aria-label={app.words.wait} />;
  return <part.PagesScreens app={app} screen={screen} said={part.words} PaperCard={PaperCard} />;
};

/** The screen that the way is at. */
export const ShownScreen = ({
  app,
  onLanguage,
}: ScreenProps & { readonly onLanguage: (language: Language) => void }) => {
  const { screen } = app.way;
  if (isOfConsent(screen)) return <OfConsent app={app} screen={screen} />;
  switch (screen.name) {
    case 'language':
      return <ChooseLanguage onChoose={onLanguage} />;
    case 'check':
      return <Check app={app} photo={screen.photo} into={screen.into} />;
    case 'which':
      return <Which key={screen.draft} app={app} draft={screen.draft} more={screen.more} />;
    case 'kinds':
      return <AllKinds app={app} draft={screen.draft} more={screen.more} paper={screen.paper} />;
    case 'kept':
      return <Kept app={app} kind={screen.kind} title={screen.title} />;
    case 'paper':
      return <PaperScreen app={app} paper={screen.paper} />;
    case 'rename':
      return <Rename app={app} paper={screen.paper} />;
    case 'until':
      return <Until app={app} paper={screen.paper} />;
    case 'throwAway':
      return <ThrowAway app={app} paper={screen.paper} />;
    case 'camera':
      return <Camera app={app} into={screen.into} />;
    case 'pages':
    case 'leaf':
    case 'back':
    case 'note':
    case 'search':
      return <Pages app={app} screen={screen} />;
    case 'cardCode':
      return <CardCode app={app} card={screen.card} />;
    case 'showFor':
      return <ShowFor app={app} docs={screen.docs} purpose={screen.purpose ?? ''} />;
    case 'showMade':
      return <ShowMade app={app} link={screen.link} />;
    case 'dossiers':
    case 'dossierAbout':
    case 'dossier':
    case 'dossierBring':
    case 'dossierSave':
      return <DossierScreens app={app} />;
    default: {
      const Plain = PLAIN[screen.name];
      return <Plain app={app} />;
    }
  }
};
