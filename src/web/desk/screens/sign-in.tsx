import { useEffect, useState } from 'preact/hooks';
import { isCardText } from '../../../core/crypto/card-code.js';
import { isPosterText } from '../../../core/protocol/contact.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import { keepsPochette } from '../../kept-here.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { engine } from '../engine/engine.js';
import type { Relays } from '../engine/signing.js';
import { Reader } from '../reader.js';
import { StartTraining } from '../training/entrance.js';
import type { TrainingEntrance } from '../training/use-training.js';
import { SixDigits } from '../../ui/six-digits.js';
import { sentenceOf } from '../troubles.js';

interface SignInProps {
  readonly words: DeskWords;
  /** A relay's poster that came with the address; empty without. */
  readonly poster: string;
  /** The way to a training; null where one goes on. */
  readonly entrance: TrainingEntrance | null;
  readonly onIn: (relays: Relays) => void;
}

const Promises = ({ words }: { readonly words: DeskWords }) => (
  <div class="welcome">
    <Sleeve papers={3} />
    <p class="welcome-title">{words.pageTitle}</p>
    <ul class="points">
      {words.signIn.promises.map((one) => (
        <li key={one}>
          <Icon name="check" />
          <span>{one}</span>
        </li>
      ))}
    </ul>
  </div>
);

/** Whether the work here would end with somebody's pochette erased; null until it is known. */
const useHeld = (): boolean | null => {
  const [isHeld, setHeld] = useState<boolean | null>(null);
  useEffect(() => {
    // a browser that lets nobody ask keeps nothing
    const look = (): void => void keepsPochette().then(setHeld, () => setHeld(false));
    look();
    // somebody may have opened one beside this page
    addEventListener('focus', look);
    return () => removeEventListener('focus', look);
  }, []);
  return isHeld;
};

/** The worker's own card, then their code: on a machine of which “Done” takes nothing away from anybody. */
export const SignIn = (props: SignInProps) => {
  const { words } = props;
  const isHeld = useHeld();
  return (
    <div class="entrance">
      <Promises words={words} />
      {isHeld === true && (
        <section class="card entrance-card">
          <Title>{words.signIn.title}</Title>
          <p class="told" role="alert">
            {words.signIn.held}
          </p>
        </section>
      )}
      {isHeld === false && <CardAndCode {...props} />}
    </div>
  );
};

const CardAndCode = ({ words, poster, entrance, onIn }: SignInProps) => {
  const [card, setCard] = useState<string | null>(null);
  const [fault, setFault] = useState('');
  // what opens the account weighs most: it comes while the card is looked for
  useEffect(() => void engine(), []);
  const read = (text: string): void => {
    setFault('');
    engine()
      .checkCard(text)
      .then(
        () => setCard(text),
        (error: unknown) => setFault(sentenceOf(words, error)),
      );
  };
  const enter = async (code: string): Promise<void> => {
    setFault('');
    try {
      onIn(await engine().signIn(card ?? '', code, poster));
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  return (
    <section class="card entrance-card">
      {card === null ? (
        <>
          <Title>{words.signIn.title}</Title>
          <p class="lead">{words.signIn.text}</p>
          <Reader words={words} label={words.signIn.card} accepts={isCardText} fault={fault} onText={read} />
          {entrance && <StartTraining words={words} entrance={entrance} />}
        </>
      ) : (
        <>
          <SixDigits words={words} title={words.signIn.code} text="" fault={fault} onCode={enter} />
          <Button
            look="quiet"
            onPress={() => {
              setFault('');
              setCard(null);
            }}
          >
            {words.signIn.otherCard}
          </Button>
        </>
      )}
    </section>
  );
};

/** Nothing on this machine speaks for the relay: the poster on its wall does. */
export const Wall = ({
  words,
  relays,
  onRelays,
}: {
  readonly words: DeskWords;
  readonly relays: Relays;
  readonly onRelays: (relays: Relays) => void;
}) => {
  const [fault, setFault] = useState('');
  const taken = (work: Promise<Relays>): void =>
    void work.then(onRelays, (error: unknown) => setFault(sentenceOf(words, error)));
  return (
    <section class="card wall">
      <Title>{words.wall.title}</Title>
      <p class="lead">{words.wall.text}</p>
      {relays.unknown.map(({ id, words: said }) => (
        <div key={id} class="wall-words">
          <p class="eight" lang="fr" dir="ltr">
            {said.join(' ')}
          </p>
          <Button look="main" icon="check" onPress={() => taken(engine().wordsAgree(id))}>
            {words.wall.same}
          </Button>
        </div>
      ))}
      <p class="soft">{words.wall.other}</p>
      <Reader
        words={words}
        label={words.wall.read}
        accepts={isPosterText}
        fault={fault}
        onText={(text) => {
          setFault('');
          taken(engine().readPoster(text));
        }}
      />
    </section>
  );
};
