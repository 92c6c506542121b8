import { useEffect, useState } from 'preact/hooks';
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
import { KeyEntry } from '../keys/key-entry.js';
import { sentenceOf } from '../troubles.js';
import { CardAndCode } from './card-and-code.js';
import { First } from './first.js';

interface SignInProps {
  readonly words: DeskWords;
  /** A relay's poster that came with the address; empty without. */
  readonly poster: string;
  /** The way to a training; null where one goes on. */
  readonly entrance: TrainingEntrance | null;
  /** `byCard` where the card was read: the code alone leads back, then. */
  readonly onIn: (relays: Relays, byCard: boolean) => void;
  /** An invitation that came with the address; empty without. */
  readonly invitation: string;
  /** Somebody who was invited has an account now. */
  readonly onOpen: (invitation: string, name: string) => void;
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
  const [isFirst, setFirst] = useState(props.invitation !== '');
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
      {isHeld === false &&
        (isFirst ? (
          <First {...props} onBack={() => setFirst(false)} />
        ) : (
          <Entering {...props} onFirst={() => setFirst(true)} />
        ))}
    </div>
  );
};

const Entering = ({
  words,
  poster,
  entrance,
  onIn,
  onFirst,
}: SignInProps & { readonly onFirst: () => void }) => (
  <section class="card entrance-card">
    <CardAndCode
      words={words}
      onCode={async (card, code) => onIn(await engine().signIn(card, code, poster), true)}
      head={
        <>
          <Title>{words.signIn.title}</Title>
          <p class="lead">{words.signIn.text}</p>
        </>
      }
      foot={
        // a training is entered by an invented card, and by nothing that stays
        entrance && (
          <div class="other-ways">
            <KeyEntry
              words={words}
              onKey={async (prf) => onIn(await engine().signInByKey(prf, poster), false)}
            />
            <Button look="quiet" onPress={onFirst}>
              {words.access.first.open}
            </Button>
            <StartTraining words={words} entrance={entrance} />
          </div>
        )
      }
    />
  </section>
);

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
