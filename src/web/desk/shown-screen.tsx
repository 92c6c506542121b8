import type { ScreenProps } from './app-context.js';
import { Newcomer } from './newcomer/newcomer.js';
import { PileScreen } from './pile/pile-screen.js';
import { GiveBack } from './screens/give-back.js';
import { PeopleScreen } from './screens/people.js';
import { Reading } from './screens/reading.js';
import { RelayScreen } from './screens/relay.js';

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
    case 'giveBack':
      return <GiveBack desk={desk} />;
    case 'newcomer':
      return <Newcomer desk={desk} />;
    default:
      return <RelayScreen desk={desk} />;
  }
};
