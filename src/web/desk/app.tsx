import type { DeskWords } from '../i18n/desk/words.js';
import type { Language } from '../i18n/language.js';
import { Told } from '../ui/parts.js';
import { useLock } from '../ui/use-lock.js';
import { useWords } from '../ui/use-words.js';
import type { Desk, Screen } from './app-context.js';
import { engine } from './engine/engine.js';
import type { Relays, RelayView } from './engine/signing.js';
import { explaining } from './explaining.js';
import { Frame } from './frame.js';
import { endPerson } from './newcomer/person.js';
import { isTheirs, NOBODY_NEW } from './newcomer/steps.js';
import { AskEnd } from './screens/ask-end.js';
import { Locked } from './screens/locked.js';
import { SignIn, Wall } from './screens/sign-in.js';
import { ShownScreen } from './shown-screen.js';
import { sentenceOf } from './troubles.js';
import { TrainingContext } from './training/context.js';
import { type TrainingEntrance, useTrainingWorld } from './training/use-training.js';
import { type Seat, useSeat } from './use-seat.js';

/** Two minutes without a key or a touch, less the time between two looks at the clock. */
const LOCK_MS = 110_000;

interface AppProps {
  readonly first: DeskWords;
  /** A relay's poster that came with the address; empty without. */
  readonly poster: string;
  /** An invitation that came with it; empty without. */
  readonly invitation: string;
  readonly loadWords: (language: Language) => Promise<DeskWords>;
}

/** What a worker who sits here does, beside the way to everything else. */
const Work = ({
  words,
  seat,
  relays,
  relay,
  onLanguage,
}: {
  readonly words: DeskWords;
  readonly seat: Seat;
  readonly relays: Relays;
  readonly relay: RelayView | null;
  readonly onLanguage: (language: Language) => void;
}) => {
  const { screen, pile, newcomer, setNewcomer, setRelays } = seat;
  const go = (next: Screen): void => {
    seat.setTold('');
    seat.setEnding(false);
    // whoever was being welcomed is done, or it begins anew
    endPerson();
    setNewcomer(NOBODY_NEW);
    seat.setScreen(next);
  };
  const explain = explaining(words, relay, setRelays);
  const tell = seat.setTold;
  const desk: Desk = {
    words,
    relays,
    relay,
    screen,
    pile,
    newcomer,
    setNewcomer,
    answered: seat.answered,
    setAnswered: seat.setAnswered,
    go,
    setRelays,
    explain,
    hold: seat.hold,
    tell,
  };
  return (
    <Frame
      words={words}
      onLanguage={onLanguage}
      place={{ relay, relays: relays.own, screen, onRelay: seat.setRelayId, onGo: go }}
      onDone={seat.askEnd}
      onLock={seat.lock}
    >
      <Told text={seat.told} tone="good" />
      {seat.isEnding ? <Asked words={words} seat={seat} /> : <ShownScreen desk={desk} />}
    </Frame>
  );
};

const Asked = ({ words, seat }: { readonly words: DeskWords; readonly seat: Seat }) => (
  <AskEnd
    words={words}
    title={words.frame.done}
    count={seat.pile.unsent()}
    onEnd={seat.end}
    onStay={() => seat.setEnding(false)}
  />
);

/** A new worker has their card: their invitation is answered, and what comes of it is said where they are then. */
const begin = async (words: DeskWords, seat: Seat, invitation: string, name: string): Promise<void> => {
  const [answer] = await Promise.allSettled([engine().join(invitation, name)]);
  if (answer.status === 'fulfilled') seat.setAnswered(answer.value);
  else seat.setTold(sentenceOf(words, answer.reason));
  seat.setScreen({ name: 'relay' });
  seat.enter({ own: [], unknown: [] }, true);
};

/** The whole desk, in the true world or in the one of training. */
export const App = ({ first, poster, invitation, loadWords }: AppProps) => {
  const { words, choose } = useWords(first, loadWords);
  const { training, ...entrance } = useTrainingWorld(words);
  return (
    <TrainingContext.Provider value={training}>
      <Sitting
        words={words}
        onLanguage={choose}
        poster={training?.cast.poster ?? poster}
        invitation={training ? '' : invitation}
        entrance={training ? null : entrance}
      />
    </TrainingContext.Provider>
  );
};

interface SittingProps {
  readonly words: DeskWords;
  readonly onLanguage: (language: Language) => void;
  readonly poster: string;
  readonly invitation: string;
  /** Null in a training that was begun. */
  readonly entrance: TrainingEntrance | null;
}

/** Who sits here, then one thing beside the list of what can be done. */
const Sitting = ({ words, onLanguage, poster, invitation, entrance }: SittingProps) => {
  const seat = useSeat();
  const { relays, isLocked, screen } = seat;
  useLock(relays !== null && !isLocked && !seat.isHeld, seat.lock, LOCK_MS);
  const relay = relays?.own.find(({ id }) => id === seat.relayId) ?? relays?.own[0] ?? null;
  const frame = { words, onLanguage, place: null };
  if (relays === null) {
    return (
      // there is nothing to end before a card was read, but for a training
      <Frame {...frame} onDone={entrance === null ? seat.end : null} onLock={null}>
        <SignIn
          words={words}
          poster={poster}
          entrance={entrance}
          invitation={invitation}
          onIn={seat.enter}
          onOpen={(code, name) => void begin(words, seat, code, name)}
        />
      </Frame>
    );
  }
  if (isLocked && !(screen.name === 'newcomer' && isTheirs(seat.newcomer))) {
    return (
      <Frame {...frame} onDone={seat.askEnd} onLock={null}>
        {seat.isEnding ? (
          <Asked words={words} seat={seat} />
        ) : (
          <Locked words={words} hasCard={seat.hasCard} onBack={seat.comeBack} />
        )}
      </Frame>
    );
  }
  if (relays.own.length === 0 && relays.unknown.length > 0) {
    return (
      <Frame {...frame} onDone={seat.end} onLock={seat.lock}>
        <Wall words={words} relays={relays} onRelays={seat.setRelays} />
      </Frame>
    );
  }
  return <Work words={words} seat={seat} relays={relays} relay={relay} onLanguage={onLanguage} />;
};
