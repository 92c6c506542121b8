import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import { Button, Title } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import { typedIn } from '../typed-in.js';

interface NamingProps {
  readonly desk: Desk;
  readonly person: PersonView;
  /** The list is to be read again. */
  readonly onChanged: () => Promise<void>;
  readonly onDone: () => void;
}

const useNaming = ({ desk, person, onChanged, onDone }: NamingProps) => {
  const { words, relay, explain, tell } = desk;
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const keep = async (name: string): Promise<void> => {
    if (name === '' || name === person.name) return onDone();
    setBusy(true);
    try {
      const where = await engine().nameThem(person.id, relay?.id ?? '', name, person.version);
      await onChanged();
      tell(where === 'kept' ? words.names.kept : words.people.nicknameText);
      onDone();
    } catch (error) {
      setBusy(false);
      const isBad = isSafeError(error, 'invalid_request');
      setFault(isBad ? words.names.bad : await explain(error));
      // a colleague was faster: their name is shown, and can be written over knowingly
      if (isSafeError(error, 'conflict')) await onChanged();
    }
    return undefined;
  };
  return { fault, busy, keep };
};

/** How a person is called here, for everybody of the relay; nobody has to be given a name. */
export const Naming = (props: NamingProps) => {
  const { desk, person, onDone } = props;
  const { words, relay } = desk;
  const [name, setName] = useState(person.name);
  const field = useRef<HTMLInputElement>(null);
  // who just read a card types the name at once
  useLayoutEffect(() => field.current?.focus(), []);
  const { fault, busy, keep } = useNaming(props);
  return (
    <form
      class="card ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void keep(typedIn(event.currentTarget, 'nickname'));
      }}
    >
      <Title>{words.people.nickname}</Title>
      <div class="field">
        <label for="nickname">{words.names.label}</label>
        <input
          id="nickname"
          ref={field}
          type="text"
          autocomplete="off"
          maxLength={60}
          value={name}
          aria-describedby="nickname-hint"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <p id="nickname-hint" class="soft">
          {relay ? words.names.team : words.people.nicknameText}
        </p>
      </div>
      {person.name !== '' && person.name !== name && fault !== '' && (
        <p class="told">
          <bdi>{person.name}</bdi>
        </p>
      )}
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="row">
        <Button look="main" type="submit" busy={busy}>
          {words.people.keepName}
        </Button>
        <Button look="quiet" onPress={onDone}>
          {person.name === '' ? words.names.skip : words.back}
        </Button>
      </div>
    </form>
  );
};
