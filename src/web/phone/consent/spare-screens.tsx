import type { ScreenProps } from '../app-context.js';
import { Help, Helped } from './help.js';
import type { Saying } from './saying.js';
import { Spare, SpareAsk, SpareCode, SpareDone } from './spare.js';
import type { ConsentScreen } from './way.js';

type SpareName = 'spare' | 'spareAsk' | 'spareCode' | 'spareDone' | 'help' | 'helped';

/** Leaving a spare of the card with a relay, and coming back by it. */
export const SpareScreens = ({
  screen,
  ...same
}: ScreenProps & Saying & { readonly screen: Extract<ConsentScreen, { readonly name: SpareName }> }) => {
  switch (screen.name) {
    case 'spare':
      return <Spare {...same} />;
    case 'spareAsk':
      return <SpareAsk {...same} who={screen.who} />;
    case 'spareCode':
      return <SpareCode {...same} who={screen.who} as={screen.as} />;
    case 'spareDone':
      return <SpareDone {...same} to={screen.to} />;
    case 'help':
      return <Help {...same} />;
    default:
      return <Helped {...same} />;
  }
};
