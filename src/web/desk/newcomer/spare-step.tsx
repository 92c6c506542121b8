import { useState } from 'preact/hooks';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { sentenceOf } from '../troubles.js';
import { Cover } from './person-steps.js';
import { personEngine } from './person.js';

/** To the person, once they have their card: a spare of it may stay with the relay. They can say no, or go on if it fails. */
export const SpareStep = ({
  words,
  poster,
  nickname,
  onDone,
}: {
  readonly words: DeskWords;
  readonly poster: string;
  readonly nickname: string;
  readonly onDone: () => void;
}) => {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const leave = (): void => {
    setBusy(true);
    setFault('');
    personEngine()
      .leaveSpare(poster, nickname)
      .then(onDone, (error: unknown) => {
        setBusy(false);
        setFault(sentenceOf(words, error));
      });
  };
  const { spare } = words;
  return (
    <Cover words={words}>
      <Sleeve papers={2} />
      <Title>{spare.offerTitle}</Title>
      <p class="lead">{busy ? spare.offerBusy : spare.offerText}</p>
      <p>{spare.offerSafe}</p>
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="row">
        <Button look="main" busy={busy} onPress={leave}>
          {words.yes}
        </Button>
        {!busy && <Button onPress={onDone}>{words.no}</Button>}
      </div>
    </Cover>
  );
};
