import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import { Confirm } from '../confirm.js';
import { AskedList } from '../asking/asked-list.js';
import { engine } from '../engine/engine.js';
import { LinksList } from '../filing/links-list.js';
import type { PersonView, ShowView } from '../engine/people.js';
import { nameOf } from '../person-name.js';
import { PlayedPhone } from '../training/play.js';
import { Naming } from './naming.js';

interface PersonProps {
  readonly desk: Desk;
  readonly person: PersonView;
  readonly onChanged: () => Promise<void>;
}

const whatOf = ({ words }: Desk, show: ShowView): string => {
  if (show.scope === 'safe') return words.people.everything;
  return show.titles.length === 0 ? words.people.shown(0) : show.titles.join(', ');
};

const Show = ({ desk, person, show }: Pick<PersonProps, 'desk' | 'person'> & { readonly show: ShowView }) => {
  const { words } = desk;
  const said = [
    words.people.until(dayOf(words.language, show.until)),
    ...(show.relay === null ? [words.people.forYou] : []),
    ...(show.passedBy ? [words.people.passedBy(show.passedBy)] : []),
    ...(show.state === 'waiting' ? [words.people.notYet] : []),
  ];
  return (
    <li class="show">
      <div>
        <p class="show-what">
          <Said>{whatOf(desk, show)}</Said>
        </p>
        {show.purpose !== '' && (
          <p>
            <Said>{words.reading.why(show.purpose)}</Said>
          </p>
        )}
        <p class="soft">{said.join(' · ')}</p>
        {!show.mayRead && <p class="soft">{words.people.onlyAdd}</p>}
      </div>
      {show.mayRead && show.state === 'active' && (
        <Button icon="open" onPress={() => desk.go({ name: 'reading', person, show: show.id })}>
          {words.people.see}
        </Button>
      )}
    </li>
  );
};

/** Only the person can show it again, so it is asked first. */
const AskEnd = ({
  desk: { words, go, tell, relay, explain },
  person,
  onChanged,
  onStay,
}: PersonProps & { readonly onStay: () => void }) => {
  const end = async (): Promise<void> => {
    await engine().giveAllBack(person.id, relay?.id ?? '');
    go({ name: 'people', person: null });
    tell(words.people.ended);
    await onChanged();
  };
  return (
    <Confirm
      words={words}
      title={words.people.endTitle(nameOf(words, person))}
      does={words.people.end}
      onYes={end}
      onNo={onStay}
      explain={explain}
    >
      {person.shows.length > 0 && <p class="lead">{words.people.endText}</p>}
      {person.version > 0 && <p class="lead">{words.names.goesToo}</p>}
    </Confirm>
  );
};

/** What can be done for a person. */
const Acts = ({
  desk,
  person,
  onName,
  onEnd,
}: Pick<PersonProps, 'desk' | 'person'> & { readonly onName: () => void; readonly onEnd: () => void }) => {
  const { words } = desk;
  const { shows, known, name, version } = person;
  return (
    <div class="row">
      {known && (
        <Button look="main" icon="give" onPress={() => desk.go({ name: 'pile', person })}>
          {words.people.put}
        </Button>
      )}
      {shows.some(({ passedBy, state }) => passedBy === null && state === 'active') && (
        <Button icon="speech" onPress={() => desk.go({ name: 'asking', person })}>
          {words.asking.start}
        </Button>
      )}
      {shows.some(({ mayRead, state }) => mayRead && state === 'active') && (
        <Button icon="list" onPress={() => desk.go({ name: 'filing', person })}>
          {words.filing.start}
        </Button>
      )}
      {(known || desk.relay) && (
        <Button icon="pencil" onPress={onName}>
          {name === '' ? words.names.give : words.names.rename}
        </Button>
      )}
      {(shows.length > 0 || version > 0) && (
        <Button look="quiet" onPress={onEnd}>
          {words.people.end}
        </Button>
      )}
    </div>
  );
};

/** Whether it is beyond doubt whose papers these are. */
const Doubt = ({ words, person }: { readonly words: Desk['words']; readonly person: PersonView }) => {
  if (person.byTeam) return <p class="told">{words.names.byTeam}</p>;
  if (person.known) return null;
  return (
    <div class="told">
      <p>{person.words.length === 0 ? words.names.readAgain : words.people.unknown}</p>
      {person.words.length > 0 && (
        <p class="eight" lang="fr" dir="ltr">
          {person.words.join(' ')}
        </p>
      )}
    </div>
  );
};

const Shows = ({ desk, person }: Pick<PersonProps, 'desk' | 'person'>) => {
  const { words } = desk;
  const { shows } = person;
  return (
    <>
      {shows.length === 0 ? (
        <p class="soft">{words.people.nothing}</p>
      ) : (
        <ul class="shows">
          {shows.map((show) => (
            <Show key={show.id} desk={desk} person={person} show={show} />
          ))}
        </ul>
      )}
      {shows.some(({ mayRead }) => mayRead) && (
        <p class="seen">
          <Icon name="open" />
          {words.reading.seen}
        </p>
      )}
    </>
  );
};

/** One person: what they show, until when, for what; and what can be done for them. */
export const Person = (props: PersonProps) => {
  const { desk, person, onChanged } = props;
  const { words } = desk;
  const [asking, setAsking] = useState<'end' | 'name' | null>(null);
  const stay = (): void => setAsking(null);
  if (asking === 'end') return <AskEnd {...props} onStay={stay} />;
  if (asking === 'name') return <Naming desk={desk} person={person} onChanged={onChanged} onDone={stay} />;
  const { shows } = person;
  return (
    <section class="card person">
      <Title>
        <Said>{nameOf(words, person)}</Said>
      </Title>
      <Doubt words={words} person={person} />
      <Shows desk={desk} person={person} />
      {shows.length > 0 && <AskedList desk={desk} person={person} onAnswered={onChanged} />}
      {shows.some(({ mayPass }) => mayPass) && <LinksList desk={desk} person={person} />}
      <Acts desk={desk} person={person} onName={() => setAsking('name')} onEnd={() => setAsking('end')} />
      <PlayedPhone desk={desk} person={person.id} onChanged={props.onChanged} />
    </section>
  );
};
