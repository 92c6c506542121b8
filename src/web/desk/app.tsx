import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { isSafeError } from '../../core/errors.js';
import type { DeskWords } from '../i18n/desk/words.js';
import { directionOf, type Language } from '../i18n/language.js';
import { Told } from '../ui/parts.js';
import { useLock } from '../ui/use-lock.js';
import type { Desk, Screen } from './app-context.js';
import { engine } from './engine/engine.js';
import type { Relays, RelayView } from './engine/signing.js';
import { Frame } from './frame.js';
import { finish } from './leave.js';
import { makePile } from './pile/pile.js';
import { AskEnd } from './screens/ask-end.js';
import { Locked } from './screens/locked.js';
import { SignIn, Wall } from './screens/sign-in.js';
import { ShownScreen } from './shown-screen.js';
import { sentenceOf } from './troubles.js';

/** Two minutes without a key or a touch, less the time between two looks at the clock. */
const LOCK_MS = 110_000;

interface AppProps {
  readonly first: DeskWords;
  /** A relay's poster that came with the address; empty without. */
  readonly poster: string;
  readonly loadWords: (language: Language) => Promise<DeskWords>;
}

const useWords = (first: DeskWords, loadWords: AppProps['loadWords']) => {
  const [words, setWords] = useState(first);
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.documentElement.dir = directionOf(words.language);
    document.title = words.pageTitle;
  }, [words]);
  const choose = (language: Language): void =>
    void loadWords(language).then(setWords, () => undefined /* it stays as it is */);
  return { words, choose };
};

/** Nobody closes the tab by mistake while papers wait to be sent. */
const useGuard = (hasUnsent: () => boolean): void =>
  useEffect(() => {
    const guard = (event: BeforeUnloadEvent): void => {
      if (hasUnsent()) event.preventDefault();
    };
    addEventListener('beforeunload', guard);
    return () => removeEventListener('beforeunload', guard);
  }, []);

/** Who sits here, and what they look at. */
const useSeat = () => {
  const [relays, setRelays] = useState<Relays | null>(null);
  const [isLocked, setLocked] = useState(false);
  const [screen, setScreen] = useState<Screen>({ name: 'people', person: null });
  const [told, setTold] = useState('');
  const [isEnding, setEnding] = useState(false);
  const pile = useMemo(makePile, []);
  const over = useRef(false);
  useGuard(() => !over.current && pile.unsent() > 0);
  const lock = (): void => {
    setLocked(true);
    // what is on its way arrives; then the keys go
    void pile.rest().then(() => engine().lock());
  };
  const comeBack = (): void => {
    setLocked(false);
    pile.wake();
  };
  const end = (): void => {
    over.current = true;
    finish();
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
    told,
    setTold,
    pile,
    end,
    askEnd,
    isEnding,
    setEnding,
  };
};

/** What the server says to somebody who does not belong to a relay any more. */
const PERHAPS_OUT: readonly string[] = ['not_found', 'not_member', 'not_granted'];

/** What to say of a failure; the relays are looked at anew where it may mean that one is out. */
const explaining =
  (words: DeskWords, relay: RelayView | null, setRelays: (relays: Relays) => void) =>
  async (error: unknown): Promise<string> => {
    if (relay && isSafeError(error) && PERHAPS_OUT.includes(error.code)) {
      const now = await engine()
        .relays()
        .catch(() => null);
      if (now && !now.own.some(({ id }) => id === relay.id)) {
        setRelays(now);
        return words.troubles.out;
      }
    }
    return sentenceOf(words, error);
  };

/** The whole desk: who sits here, then one thing beside the list of what can be done. */
export const App = ({ first, poster, loadWords }: AppProps) => {
  const { words, choose } = useWords(first, loadWords);
  const seat = useSeat();
  const { relays, isLocked, screen, pile } = seat;
  useLock(relays !== null && !isLocked, seat.lock, LOCK_MS);
  const relay = relays?.own[0] ?? null;
  const frame = { words, onLanguage: choose };
  if (relays === null) {
    return (
      <Frame {...frame} place={null} onDone={null} onLock={null}>
        <SignIn words={words} poster={poster} onIn={seat.setRelays} />
      </Frame>
    );
  }
  const asked = seat.isEnding && (
    <AskEnd
      words={words}
      title={words.frame.done}
      count={pile.unsent()}
      onEnd={seat.end}
      onStay={() => seat.setEnding(false)}
    />
  );
  if (isLocked) {
    return (
      <Frame {...frame} place={null} onDone={seat.askEnd} onLock={null}>
        {asked || <Locked words={words} onBack={seat.comeBack} />}
      </Frame>
    );
  }
  if (relays.own.length === 0 && relays.unknown.length > 0) {
    return (
      <Frame {...frame} place={null} onDone={seat.end} onLock={seat.lock}>
        <Wall words={words} relays={relays} onRelays={seat.setRelays} />
      </Frame>
    );
  }
  const go = (next: Screen): void => {
    seat.setTold('');
    seat.setScreen(next);
  };
  const desk: Desk = {
    words,
    relays,
    relay,
    screen,
    pile,
    go,
    setRelays: seat.setRelays,
    explain: explaining(words, relay, seat.setRelays),
    tell: seat.setTold,
  };
  return (
    <Frame {...frame} place={{ relay, screen, onGo: go }} onDone={seat.askEnd} onLock={seat.lock}>
      <Told text={seat.told} tone="good" />
      {asked || <ShownScreen desk={desk} />}
    </Frame>
  );
};
