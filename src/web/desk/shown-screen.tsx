import type { ScreenProps } from './app-context.js';
import { FilingDoor } from './filing/door.js';
import { LinkScreen } from './filing/link-screen.js';
import { AskScreen } from './asking/ask-screen.js';
import { Newcomer } from './newcomer/newcomer.js';
import { PileScreen } from './pile/pile-screen.js';
import { PeopleScreen } from './screens/people.js';
import { Reading } from './screens/reading.js';
import { RelayScreen } from './screens/relay.js';
import { Reopen } from './screens/reopen.js';
import { StatisticsScreen } from './screens/statistics.js';

/** What the worker looks at. */
export const ShownScreen = ({ desk }: ScreenProps) => {
  const { screen } = desk;
  switch (screen.name) {
    case 'people':
      return <PeopleScreen desk={desk} chosen={screen.person} />;
    case 'reading':
      return <Reading key={screen.show} desk={desk} person={screen.person} show={screen.show} />;
    case 'pile':
      return <PileScreen desk={desk} person={screen.person} />;
    case 'asking':
      return <AskScreen desk={desk} person={screen.person} />;
    case 'filing':
      return <FilingDoor desk={desk} person={screen.person} />;
    case 'linking':
      return <LinkScreen desk={desk} {...screen} />;
    case 'reopen':
      return <Reopen desk={desk} />;
    case 'newcomer':
      return <Newcomer desk={desk} />;
    case 'statistics':
      return desk.relay && <StatisticsScreen desk={desk} relay={desk.relay.id} />;
    default:
      return <RelayScreen desk={desk} />;
  }
};
