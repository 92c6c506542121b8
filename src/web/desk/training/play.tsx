import { useState } from 'preact/hooks';
import { Button, Said } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { sentenceOf } from '../troubles.js';
import { actors } from './actors.js';
import { type Training, useTraining } from './context.js';

/** What somebody would do at home, on their own phone: an invented person does it when the worker says so. */
const Phone = ({
  desk: { words: said },
  training: { words },
  person,
  onChanged,
}: {
  readonly desk: Desk;
  readonly training: Training;
  readonly person: { readonly id: string; readonly name: string };
  readonly onChanged: () => Promise<void>;
}) => {
  const [told, setTold] = useState('');
  const [busy, setBusy] = useState(false);
  const play = async (work: () => Promise<string>): Promise<void> => {
    setBusy(true);
    try {
      setTold(await work());
      await onChanged();
    } catch (error) {
      setTold(sentenceOf(said, error));
    }
    setBusy(false);
  };
  const keep = async (): Promise<string> => words.kept(await actors().keepAll(person.id));
  const show = async (): Promise<string> => {
    await actors().showAgain(person.id);
    return words.shown;
  };
  return (
    <section class="training-phone" aria-label={words.phoneOf(person.name)}>
      <p>
        <Said>{words.phoneOf(person.name)}</Said>
      </p>
      <div class="row">
        <Button icon="check" busy={busy} onPress={() => void play(keep)}>
          {words.keep}
        </Button>
        <Button icon="open" busy={busy} onPress={() => void play(show)}>
          {words.show}
        </Button>
      </div>
      <p class="soft" role="status">
        {told}
      </p>
    </section>
  );
};

/** The phone of this person, if they were invented. */
export const PlayedPhone = ({
  desk,
  person,
  onChanged,
}: {
  readonly desk: Desk;
  readonly person: string;
  readonly onChanged: () => Promise<void>;
}) => {
  const training = useTraining();
  const played = training?.cast.people.find(({ id }) => id === person);
  if (!training || !played) return null;
  return <Phone desk={desk} training={training} person={played} onChanged={onChanged} />;
};

/** Who answers an invitation in a training. */
const NEW_WORKER = 'Noé';

/** Somebody invented answers an invitation that was just made. */
export const PlayedAnswer = ({
  code,
  onAnswered,
}: {
  readonly code: string;
  readonly onAnswered: () => void;
}) => {
  const training = useTraining();
  const [busy, setBusy] = useState(false);
  if (!training) return null;
  const answer = async (): Promise<void> => {
    setBusy(true);
    await actors()
      .answer(code, NEW_WORKER)
      .then(onAnswered, () => undefined);
    setBusy(false);
  };
  return (
    <Button icon="person" busy={busy} onPress={() => void answer()}>
      {training.words.answers(NEW_WORKER)}
    </Button>
  );
};
