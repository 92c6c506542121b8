import { Icon } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf, timeOf } from '../../i18n/days.js';
import type { Named, Told } from '../engine/account.js';
import { engine } from '../engine/engine.js';
import { useLoaded } from '../use-loaded.js';
import type { Saying } from './saying.js';
import { Wait } from '../loading.js';

/** French signs that never begin or end a line alone. */
const together = (text: string): string => text.replace(/« | »| :/g, (sign) => sign.replace(' ', '\u00a0'));

const Line = ({ app: { words }, told }: ScreenProps & { readonly told: Told }) => (
  <li class={told.byOther || told.refused ? 'told-line other' : 'told-line'}>
    <Icon name={told.refused ? 'close' : told.byOther ? 'person' : 'check'} />
    <div>
      <p>
        <Said>{together(told.text)}</Said>
      </p>
      <p class="soft">
        {dayOf(words.language, told.at)}, {timeOf(words.language, told.at)}
      </p>
    </div>
  </li>
);

interface Of {
  readonly paper?: Named;
  readonly person?: Named;
}

/** What was done to the safe, and by whom; verified from its first entry. Of one paper, or of one person, if that is asked. */
export const History = ({ app, said, paper, person }: ScreenProps & Saying & Of) => {
  const { words, way } = app;
  const of = paper ?? person;
  const { value, fault } = useLoaded({ app }, () =>
    engine().told(words.language, {
      ...(paper ? { paper: paper.id } : {}),
      ...(person ? { person: person.id } : {}),
    }),
  );
  return (
    <section class="screen">
      <Title>{words.more.history}</Title>
      {of ? (
        <p class="met-name">
          <Said>{of.name}</Said>
        </p>
      ) : (
        <Button look="quiet" icon="more" onPress={() => way.go({ name: 'historyOf' })}>
          {said.history.choose}
        </Button>
      )}
      <p class="fault" role="alert">
        {fault}
      </p>
      {!value && fault === '' && <Wait words={words} />}
      {value?.length === 0 && <p>{said.history.none}</p>}
      <ul class="entries">
        {value?.map((one) => (
          <Line key={one.seq} app={app} told={one} />
        ))}
      </ul>
    </section>
  );
};

/** Whose history, or that of which paper. */
export const HistoryOf = ({ app, said }: ScreenProps & Saying) => {
  const { words, way } = app;
  const { value, fault } = useLoaded({ app }, () => engine().toldOf());
  const entry = (icon: 'person' | 'file', { id, name }: Named) => (
    <li key={id}>
      <button
        type="button"
        class="entry"
        onClick={() =>
          way.go({
            name: 'history',
            ...(icon === 'person' ? { person: { id, name } } : { paper: { id, name } }),
          })
        }
      >
        <Icon name={icon} />
        <Said>{name}</Said>
      </button>
    </li>
  );
  return (
    <section class="screen">
      <Title>{said.history.title}</Title>
      <p class="fault" role="alert">
        {fault}
      </p>
      {!value && fault === '' && <Wait words={words} />}
      <ul class="entries">
        {value?.people.map((one) => entry('person', one))}
        {value?.papers.map((one) => entry('file', one))}
      </ul>
    </section>
  );
};
