import { useEffect, useRef, useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import { isFound } from '../../../core/finding.js';
import { isContactText } from '../contact-code.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import type { Desk, ScreenProps } from '../app-context.js';
import { engine } from '../engine/engine.js';
import type { People, PersonView } from '../engine/people.js';
import { nameOf } from '../person-name.js';
import { Reader } from '../reader.js';
import { useTraining } from '../training/context.js';
import { sentenceOf } from '../troubles.js';
import { Naming } from './naming.js';
import { Person } from './person.js';

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
      <bdi>{nameOf(desk.words, person)}</bdi>
    </button>
  </li>
);

const usePeople = ({ words, go, explain, relay }: Desk, chosen: string | null) => {
  const [found, setFound] = useState<People | null>(null);
  const [fault, setFault] = useState('');
  /** Whom a worker just met, and has no name for yet. */
  const [unnamed, setUnnamed] = useState<string | null>(null);
  const asked = useRef(0);
  const id = relay?.id ?? '';
  /** What was asked for earlier and comes later is older: it does not take the place of what is newer. */
  const look = async (): Promise<People | null> => {
    asked.current += 1;
    const turn = asked.current;
    try {
      const people = await engine().people(id);
      if (turn !== asked.current) return people;
      setFound(people);
      setFault('');
      return people;
    } catch (error) {
      if (turn === asked.current) setFault(await explain(error));
      return null;
    }
  };
  // whoever is turned to may have shown something since
  useEffect(() => void look(), [id, chosen]);
  const meet = async (code: string): Promise<void> => {
    try {
      const person = await engine().meet(code, id);
      const now = await look();
      const isNamed = (now?.people.find((one) => one.id === person)?.name ?? '') !== '';
      setUnnamed(isNamed ? null : person);
      go({ name: 'people', person });
    } catch (error) {
      setFault(isSafeError(error, 'rolled_back') ? words.troubles.badContact : sentenceOf(words, error));
    }
  };
  return { found, fault, look, meet, unnamed, setUnnamed };
};

interface ListProps extends ScreenProps {
  readonly found: People | null;
  readonly fault: string;
  readonly chosen: string | null;
  readonly onScan: () => void;
}

const List = ({ desk, found, fault, chosen, onScan }: ListProps) => {
  const { words } = desk;
  const training = useTraining();
  const [wanted, setWanted] = useState('');
  const people = found?.people ?? [];
  const listed = people.filter((one) => isFound(`${one.name} ${one.words.join(' ')}`, wanted));
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
      <p class="soft" role="status">
        {people.length > 0 && listed.length === 0 && words.people.nobody}
      </p>
      {found && found.refused > 0 && <p class="told">{words.people.refused(found.refused)}</p>}
      {found && found.badNames > 0 && <p class="told">{words.names.refused(found.badNames)}</p>}
      <Button icon="card" onPress={onScan}>
        {words.people.scan}
      </Button>
      {desk.relay !== null && !training && (
        <Button icon="keys" onPress={() => desk.go({ name: 'reopen' })}>
          {words.spare.entry}
        </Button>
      )}
    </section>
  );
};

/** Everybody who shows something here, whom the relay knows by a name, and whoever's card was read today. */
export const PeopleScreen = ({ desk, chosen }: ScreenProps & { readonly chosen: string | null }) => {
  const { words } = desk;
  const { found, fault, look, meet, unnamed, setUnnamed } = usePeople(desk, chosen);
  const person = found?.people.find(({ id }) => id === chosen) ?? null;
  const changed = async (): Promise<void> => void (await look());
  return (
    <div class="people">
      <List
        desk={desk}
        found={found}
        fault={fault}
        chosen={chosen}
        onScan={() => desk.go({ name: 'people', person: null })}
      />
      {person && person.id === unnamed && (
        <Naming desk={desk} person={person} onChanged={changed} onDone={() => setUnnamed(null)} />
      )}
      {person && person.id !== unnamed && (
        <Person key={person.id} desk={desk} person={person} onChanged={changed} />
      )}
      {!person && (
        <section class="card choose">
          <Sleeve papers={2} />
          <Title>{words.people.choose}</Title>
          <p class="soft">{words.people.scanText}</p>
          <Reader
            words={words}
            label={words.people.scan}
            accepts={isContactText}
            fault={fault}
            onText={(text) => void meet(text)}
          />
        </section>
      )}
    </div>
  );
};
