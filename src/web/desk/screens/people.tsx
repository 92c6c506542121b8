import { useEffect, useRef, useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import { isContactText } from '../contact-code.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import type { Desk, ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { People, PersonView } from '../engine/people.js';
import { nameOf } from '../person-name.js';
import { Reader } from '../reader.js';
import { sentenceOf } from '../troubles.js';
import { Person } from './person.js';

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const PersonEntry = ({
  person,
  isChosen,
  desk,
}: {
  readonly person: PersonView;
  readonly isChosen: boolean;
  readonly desk: Desk;
}) => (
  <li>
    <button
      type="button"
      class="person-entry"
      aria-current={isChosen ? 'true' : undefined}
      onClick={() => desk.go({ name: 'people', person: person.id })}
    >
      <Icon name={person.known ? 'card' : 'person'} />
      <bdi>{nameOf(person)}</bdi>
    </button>
  </li>
);

/** Who was found by their card gets a name, for today. */
const Naming = ({
  desk: { words },
  onName,
}: {
  readonly desk: Desk;
  readonly onName: (name: string) => void;
}) => {
  const [name, setName] = useState('');
  return (
    <form
      class="card ask"
      onSubmit={(event) => {
        event.preventDefault();
        onName(name.trim());
      }}
    >
      <Title>{words.people.nickname}</Title>
      <div class="field">
        <label for="nickname">{words.people.nicknameText}</label>
        <input
          id="nickname"
          type="text"
          autocomplete="off"
          maxLength={40}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </div>
      <Button look="main" type="submit">
        {words.people.keepName}
      </Button>
    </form>
  );
};

const usePeople = ({ words, go, explain }: Desk) => {
  const [found, setFound] = useState<People | null>(null);
  const [fault, setFault] = useState('');
  const asked = useRef(0);
  /** What was asked for earlier and comes later is older: it does not take the place of what is newer. */
  const look = async (): Promise<void> => {
    asked.current += 1;
    const turn = asked.current;
    try {
      const people = await engine().people();
      if (turn !== asked.current) return;
      setFound(people);
      setFault('');
    } catch (error) {
      if (turn === asked.current) setFault(await explain(error));
    }
  };
  useEffect(() => void look(), []);
  const meet = async (code: string, name: string): Promise<void> => {
    try {
      const id = await engine().meet(code, name);
      await look();
      go({ name: 'people', person: id });
    } catch (error) {
      setFault(isSafeError(error, 'rolled_back') ? words.troubles.badContact : sentenceOf(words, error));
    }
  };
  return { found, fault, look, meet };
};

interface ListProps extends ScreenProps {
  readonly found: People | null;
  readonly fault: string;
  readonly chosen: string | null;
  readonly onScan: () => void;
}

const List = ({ desk, found, fault, chosen, onScan }: ListProps) => {
  const { words } = desk;
  const [wanted, setWanted] = useState('');
  const people = found?.people ?? [];
  const listed = people.filter((one) =>
    folded(`${one.name} ${one.words.join(' ')}`).includes(folded(wanted)),
  );
  return (
    <section class="people-list" aria-label={words.people.title}>
      <div class="field">
        <label for="find">{words.people.find}</label>
        <input
          id="find"
          type="search"
          autocomplete="off"
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      </div>
      {found === null && fault === '' && (
        <p class="soft" role="status">
          {words.wait}
        </p>
      )}
      <ul>
        {listed.map((one) => (
          <PersonEntry key={one.id} person={one} isChosen={one.id === chosen} desk={desk} />
        ))}
      </ul>
      {found && people.length === 0 && <p class="soft">{words.people.none}</p>}
      {found && found.refused > 0 && <p class="told">{words.people.refused(found.refused)}</p>}
      <Button icon="card" onPress={onScan}>
        {words.people.scan}
      </Button>
      {desk.relay !== null && (
        <Button icon="keys" onPress={() => desk.go({ name: 'giveBack' })}>
          {words.spare.entry}
        </Button>
      )}
    </section>
  );
};

/** Everybody who shows something here, and whoever's card was read today. */
export const PeopleScreen = ({ desk, chosen }: ScreenProps & { readonly chosen: string | null }) => {
  const { words } = desk;
  const { found, fault, look, meet } = usePeople(desk);
  const [code, setCode] = useState<string | null>(null);
  const person = found?.people.find(({ id }) => id === chosen) ?? null;
  const scan = (): void => {
    setCode(null);
    desk.go({ name: 'people', person: null });
  };
  const name = (given: string): void => {
    setCode(null);
    void meet(code ?? '', given);
  };
  return (
    <div class="people">
      <List desk={desk} found={found} fault={fault} chosen={chosen} onScan={scan} />
      {person && <Person key={person.id} desk={desk} person={person} onChanged={look} />}
      {!person && code !== null && <Naming desk={desk} onName={name} />}
      {!person && code === null && (
        <section class="card choose">
          <Sleeve papers={2} />
          <Title>{words.people.choose}</Title>
          <p class="soft">{words.people.scanText}</p>
          <Reader
            words={words}
            label={words.people.scan}
            accepts={isContactText}
            fault={fault}
            onText={(text) => (isContactText(text) ? setCode(text) : void meet(text, ''))}
          />
        </section>
      )}
    </div>
  );
};
