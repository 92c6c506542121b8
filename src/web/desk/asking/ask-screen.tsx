import { useState } from 'preact/hooks';
import { folded } from '../../../core/finding.js';
import { type KindId, kindOf, KINDS } from '../../../core/kinds.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Line } from '../../ui/line.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import { nameOf } from '../person-name.js';

interface AskProps {
  readonly desk: Desk;
  readonly person: PersonView;
}

/** At once no more than a person can take in; and than the service takes. */
const MOST = 20;

const useAsking = ({ desk, person }: AskProps) => {
  const [chosen, setChosen] = useState<readonly KindId[]>([]);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const flip = (kind: KindId): void => {
    const without = chosen.filter((one) => one !== kind);
    setChosen(without.length < chosen.length || chosen.length >= MOST ? without : [...chosen, kind]);
  };
  const send = async (): Promise<void> => {
    if (busy || chosen.length === 0) return;
    setBusy(true);
    setFault('');
    try {
      const wanted = chosen.map((kind) => ({ kinds: [kind], note: note.trim() }));
      await engine().ask(person.id, wanted);
      desk.go({ name: 'people', person: person.id });
      desk.tell(desk.words.asking.sent(chosen.length));
    } catch (error) {
      setBusy(false);
      setFault(await desk.explain(error));
    }
  };
  return { chosen, flip, note, setNote, busy, fault, send };
};

const Kinds = ({
  desk: { words },
  chosen,
  onFlip,
}: {
  readonly desk: Desk;
  readonly chosen: readonly KindId[];
  readonly onFlip: (kind: KindId) => void;
}) => {
  const [sought, setSought] = useState('');
  const named = KINDS.filter(({ id }) => folded(words.kinds[id]).includes(folded(sought)));
  const found = KINDS.filter((kind) => named.includes(kind) || chosen.includes(kind.id));
  return (
    <fieldset class="ask-kinds">
      <legend>{words.asking.which}</legend>
      <div class="field">
        <label for="seek-kind">{words.asking.seek}</label>
        <input
          id="seek-kind"
          type="search"
          autocomplete="off"
          value={sought}
          onInput={({ currentTarget }) => setSought(currentTarget.value)}
        />
      </div>
      <div class="kind-grid many-kinds">
        {found.map(({ id }) => (
          <button
            key={id}
            type="button"
            class="kind-choice"
            aria-pressed={chosen.includes(id)}
            onClick={() => onFlip(id)}
          >
            <KindPicture kind={id} shelf={kindOf(id)?.category ?? 'personal'} />
            <span>{words.kinds[id]}</span>
          </button>
        ))}
      </div>
      <p class="soft" role="status">
        {named.length === 0 && words.asking.nothing}
      </p>
    </fieldset>
  );
};

/** “Il me manque…”: which papers, and a word to go with them. It shows on the person's phone. */
export const AskScreen = (props: AskProps) => {
  const { desk, person } = props;
  const { words } = desk;
  const { chosen, flip, note, setNote, busy, fault, send } = useAsking(props);
  return (
    <form
      class="card asking"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Button icon="back" onPress={() => desk.go({ name: 'people', person: person.id })}>
        {words.back}
      </Button>
      <Title>
        <Said>{words.asking.title(nameOf(words, person))}</Said>
      </Title>
      <p class="soft">{words.asking.text}</p>
      <Kinds desk={desk} chosen={chosen} onFlip={flip} />
      <Line id="ask-note" label={words.asking.note} value={note} of="text" longest={120} onType={setNote} />
      <p class="fault" role="alert">
        {fault}
      </p>
      {chosen.length > 0 && (
        <Button look="main" icon="send" type="submit" busy={busy}>
          {words.asking.send(chosen.length)}
        </Button>
      )}
    </form>
  );
};
