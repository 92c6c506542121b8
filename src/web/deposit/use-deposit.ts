import { useEffect, useState } from 'preact/hooks';
import type { Stop } from '../i18n/deposit/words.js';
import { type Depot, openDepot } from './depot-door.js';
import { type QuickCard, type QuickLook, readSeed } from './quick-card.js';
import { lookQuickly } from './quick-drop.js';
import { canRun, stopOf, stopOfState } from './stops.js';

/** A link that takes papers. */
export type Offered = QuickLook & { readonly card: QuickCard };

/** What the page shows before papers can be chosen, and then. */
export type Screen =
  | { readonly name: 'looking' }
  | { readonly name: 'stopped'; readonly stop: Stop }
  | { readonly name: 'papers'; readonly look: Offered; readonly depot: Depot };

const isOffered = (look: QuickLook): look is Offered => look.card !== null;

const seedOf = (fragment: string): Uint8Array | null => {
  try {
    return readSeed(fragment);
  } catch {
    return null;
  }
};

/** While nobody waits for anything. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 300);
};

/** The way of a link to the papers. */
export const useDeposit = (fragment: string) => {
  const [seed] = useState(() => seedOf(fragment));
  const [screen, setScreen] = useState<Screen>({ name: 'looking' });
  const stop = (why: Stop): void => setScreen({ name: 'stopped', stop: why });
  const look = async (): Promise<void> => {
    if (!seed) return stop('noLink');
    if (!canRun()) return stop('tooOld');
    setScreen({ name: 'looking' });
    try {
      const found = await lookQuickly(seed);
      const closed = stopOfState(found.state);
      if (closed || !isOffered(found)) return stop(closed ?? 'ended');
      const depot = openDepot(seed);
      setScreen({ name: 'papers', look: found, depot });
      whenIdle(depot.warm);
    } catch (error) {
      stop(stopOf(error));
    }
  };
  useEffect(() => void look(), []);
  return { screen, look: () => void look() };
};
