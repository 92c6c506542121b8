import { useState } from 'preact/hooks';
import { Icon } from '../../ui/icons.js';
import { Line } from '../../ui/line.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import type { Way } from '../way.js';
import type { Saying } from './saying.js';
import type { Taken, Who } from './way.js';

interface Props extends ScreenProps, Saying {
  readonly who: Who;
  readonly taken: Taken | null;
  readonly spare?: boolean | undefined;
}

/** To the papers, unless one was chosen before. */
const goOn = (way: Way, who: Who, taken: Taken | null): void => {
  if (!taken) return way.go({ name: 'giveWhich', who });
  const { papers } = taken;
  const wanted = { papers: papers.map(({ id }) => id) };
  const chosen = { wanted, told: papers.map(({ name }) => name), health: null };
  return way.go({ name: 'giveWhy', who, chosen });
};

/** The name that the code led to is looked at before anything is chosen for them. */
const MetRelay = ({ app: { words, way }, said, who, taken, spare }: Props) => (
  <section class="screen">
    <span class="big-icon">
      <Icon name="building" />
    </span>
    <Title>{said.met.title}</Title>
    <p class="met-name">
      <Said>{who.name}</Said>
    </p>
    <p class="good-word">
      <Icon name="check" />
      {who.by === 'code' ? said.met.certified : said.met.compared}
    </p>
    <div class="actions">
      <Button look="main" onPress={() => (spare ? way.go({ name: 'spareAsk', who }) : goOn(way, who, taken))}>
        {said.met.yes}
      </Button>
      <Button look="quiet" onPress={() => way.back()}>
        {words.papers.no}
      </Button>
    </div>
  </section>
);

/** A worker's code says no name: it is what the person calls them, and what the receipt says. */
const MetWorker = ({ app: { words, way }, said, who, taken }: Props) => {
  const [name, setName] = useState(who.name);
  const next = (): void => {
    const named = { ...who, name: name.trim() };
    if (named.name === '') return;
    // Back leads here with the name that was typed
    way.replace({ name: 'giveMet', who: named, taken });
    goOn(way, named, taken);
  };
  return (
    <section class="screen">
      <span class="big-icon">
        <Icon name="person" />
      </span>
      <Title>{said.met.person}</Title>
      <p class="lead">{said.met.alone}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          next();
        }}
      >
        <Line id="name" label={said.met.name} value={name} longest={200} onType={setName} />
        <Button look="main" type="submit">
          {words.show.next}
        </Button>
      </form>
    </section>
  );
};

export const Met = (props: Props) =>
  props.who.kind === 'relay' ? <MetRelay {...props} /> : <MetWorker {...props} />;
