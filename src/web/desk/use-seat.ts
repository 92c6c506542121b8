import { useMemo, useRef, useState } from 'preact/hooks';
import type { Screen } from './app-context.js';
import { engine } from './engine/engine.js';
import type { Relays } from './engine/signing.js';
import { finish } from './leave.js';
import { isTheirs, type NewcomerState, NOBODY_NEW } from './newcomer/steps.js';
import { makePile } from './pile/pile.js';
import { useGuard } from './use-guard.js';

/** Who sits here, and what they look at. */
export const useSeat = () => {
  const [relays, setRelays] = useState<Relays | null>(null);
  const [hasCard, setCard] = useState(false);
  const [[isLocked, setLocked], [isHeld, hold]] = [useState(false), useState(false)];
  const [screen, setScreen] = useState<Screen>({ name: 'people', person: null });
  const [told, setTold] = useState('');
  const [answered, setAnswered] = useState<readonly string[] | null>(null);
  const [isEnding, setEnding] = useState(false);
  const [newcomer, setNewcomer] = useState<NewcomerState>(NOBODY_NEW);
  const [relayId, setRelayId] = useState<string | null>(null);
  const pile = useMemo(makePile, []);
  const [locked, over] = [useRef(false), useRef(false)];
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
  const comeBack = (byCard: boolean): void => {
    if (byCard) setCard(true);
    setLock(false);
    pile.wake();
  };
  const end = (): void => {
    over.current = true;
    void finish();
  };
  return {
    relays,
    setRelays,
    enter: (found: Relays, byCard: boolean): void => {
      setCard(byCard);
      setRelays(found);
    },
    hasCard,
    isLocked,
    isHeld,
    hold,
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
    answered,
    setAnswered,
    pile,
    end,
    askEnd: (): void => (pile.unsent() > 0 ? setEnding(true) : end()),
    isEnding,
    setEnding,
  };
};

export type Seat = ReturnType<typeof useSeat>;
