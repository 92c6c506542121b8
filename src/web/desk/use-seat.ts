import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Screen } from './app-context.js';
import { engine } from './engine/engine.js';
import type { Relays } from './engine/signing.js';
import { finish } from './leave.js';
import { isTheirs, type NewcomerState, NOBODY_NEW } from './newcomer/steps.js';
import { makePile } from './pile/pile.js';

/** Nobody closes the tab by mistake while something would be lost. */
const useGuard = (wouldLose: () => boolean): void => {
  const now = useRef(wouldLose);
  now.current = wouldLose;
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent): void => {
      if (now.current()) event.preventDefault();
    };
    addEventListener('beforeunload', guard);
    return () => removeEventListener('beforeunload', guard);
  }, []);
};

/** Who sits here, and what they look at. */
export const useSeat = () => {
  const [relays, setRelays] = useState<Relays | null>(null);
  const [isLocked, setLocked] = useState(false);
  const [screen, setScreen] = useState<Screen>({ name: 'people', person: null });
  const [told, setTold] = useState('');
  const [isEnding, setEnding] = useState(false);
  const [newcomer, setNewcomer] = useState<NewcomerState>(NOBODY_NEW);
  const [relayId, setRelayId] = useState<string | null>(null);
  const pile = useMemo(makePile, []);
  const locked = useRef(false);
  const over = useRef(false);
  // papers that wait to be sent; a code that is being chosen, and the one secret of a card that is not printed
  useGuard(() => !over.current && (pile.unsent() > 0 || isTheirs(newcomer)));
  const setLock = (isNow: boolean): void => {
    locked.current = isNow;
    setLocked(isNow);
  };
  const lock = (): void => {
    setLock(true);
    // what is on its way arrives; then the keys go, unless the worker is back already
    void pile.rest().then(() => (locked.current ? engine().lock() : undefined));
  };
  const comeBack = (): void => {
    setLock(false);
    pile.wake();
  };
  const end = (): void => {
    over.current = true;
    void finish();
  };
  const askEnd = (): void => (pile.unsent() > 0 ? setEnding(true) : end());
  return {
    relays,
    setRelays,
    isLocked,
    lock,
    comeBack,
    screen,
    setScreen,
    newcomer,
    setNewcomer: (change: Partial<NewcomerState>) => setNewcomer((now) => ({ ...now, ...change })),
    relayId,
    setRelayId,
    told,
    setTold,
    pile,
    end,
    askEnd,
    isEnding,
    setEnding,
  };
};

export type Seat = ReturnType<typeof useSeat>;
