import './consent.css';
import type { ScreenProps } from '../app-context.js';
import { AskFor, AskMade, Asks } from './drops.js';
import { History, HistoryOf } from './history.js';
import { Left, LeftOne } from './left.js';
import { Met } from './met.js';
import { OwnCode, Room } from './own.js';
import type { Saying } from './saying.js';
import { Show } from './sees.js';
import { Scan, Who } from './who.js';
import { SpareScreens } from './spare-screens.js';
import type { ConsentScreen } from './way.js';
import { Health, Shelf, Which } from './which.js';
import { Long, Why } from './why.js';
import { Typed } from './typed.js';
import { WantedKind } from './wanted.js';
import { Done, Yes } from './yes.js';

export { SpareMark } from './spare.js';
export { Mark } from './left.js';
export { Seen } from './seen.js';
export { WantedCard } from './wanted.js';

/** The screen of this part that the way is at. */
export const Shown = ({ app, said, screen }: ScreenProps & Saying & { readonly screen: ConsentScreen }) => {
  const same = { app, said };
  switch (screen.name) {
    case 'show':
      return <Show {...same} />;
    case 'giveWho':
      return <Who {...same} taken={screen.taken} />;
    case 'giveScan':
      return <Scan {...same} taken={screen.taken} spare={screen.spare} />;
    case 'giveWords':
      return <Typed {...same} taken={screen.taken} spare={screen.spare} />;
    case 'giveMet':
      return <Met {...same} who={screen.who} taken={screen.taken} spare={screen.spare} />;
    case 'giveWhich':
      return <Which {...same} who={screen.who} />;
    case 'giveShelf':
      return <Shelf {...same} who={screen.who} />;
    case 'giveHealth':
      return <Health {...same} who={screen.who} chosen={screen.chosen} />;
    case 'giveWhy':
      return <Why {...same} who={screen.who} chosen={screen.chosen} />;
    case 'giveLong':
      return <Long {...same} {...screen} />;
    case 'giveYes':
      return <Yes {...same} {...screen} />;
    case 'giveDone':
      return <Done {...same} to={screen.to} />;
    case 'spare':
    case 'spareAsk':
    case 'spareCode':
    case 'spareDone':
    case 'help':
    case 'helped':
      return <SpareScreens {...same} screen={screen} />;
    case 'left':
      return <Left {...same} />;
    case 'leftOne':
      return <LeftOne {...same} one={screen.one} />;
    case 'wantedKind':
      return <WantedKind {...same} kinds={screen.kinds} />;
    case 'asks':
      return <Asks {...same} />;
    case 'askFor':
      return <AskFor {...same} />;
    case 'askMade':
      return <AskMade {...same} link={screen.link} />;
    case 'ownCode':
      return <OwnCode {...same} />;
    case 'room':
      return <Room {...same} />;
    case 'history':
      return <History {...same} {...screen} />;
    case 'historyOf':
      return <HistoryOf {...same} />;
    default:
      return screen satisfies never;
  }
};
