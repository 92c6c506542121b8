import { useEffect, useState } from 'preact/hooks';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Line } from '../../ui/line.js';
import { Button, Filled, Title } from '../../ui/parts.js';
import { CodeScreen } from '../code-screen.js';
import type { ScreenProps } from '../app-context.js';
import { dayOf } from '../../i18n/days.js';
import { engine } from '../engine/engine.js';
import { useAct } from '../use-act.js';
import { useLoaded } from '../use-loaded.js';
import { meetingFault, type Saying } from './saying.js';
import type { Who } from './way.js';
import { Wait } from '../loading.js';

type Props = ScreenProps & Saying;

/** What lies with a relay; or what it would be good for. */
export const Spare = ({ app, said }: Props) => {
  const { words, way } = app;
  const { value, fault, look } = useLoaded({ app }, async () => ({ spare: await engine().spareHere() }));
  const { busy, fault: refused, act } = useAct(words);
  useEffect(() => {
    // from here on this phone has told it
    if (value?.spare?.out) void engine().spareSeen();
  }, [value]);
  const takeBack = (id: string): Promise<void> =>
    act(async () => {
      await engine().block(id);
      await look();
    });
  const spare = value?.spare ?? null;
  return (
    <section class="screen">
      <span class="big-icon">
        <Icon name="card" />
      </span>
      <Title>{said.spare.title}</Title>
      {!value && fault === '' && <Wait words={words} />}
      {spare && (
        <p class="met-name">
          <Filled text={said.spare.at} name={spare.relay} />
        </p>
      )}
      {spare?.out ? (
        <p class="fault" role="status">
          <Filled text={said.spare.out} name={dayOf(words.language, spare.out)} />
        </p>
      ) : (
        <p class="lead">{said.spare.text}</p>
      )}
      <p class="fault" role="alert">
        {fault === '' ? refused : fault}
      </p>
      <div class="actions">
        {spare && (
          <Button look={spare.out ? 'main' : 'side'} busy={busy} onPress={() => void takeBack(spare.id)}>
            {said.spare.takeBack}
          </Button>
        )}
        {spare?.out && (
          <Button look="quiet" onPress={() => way.back()}>
            {said.spare.wasMe}
          </Button>
        )}
        {value && !spare && (
          <Button
            look="main"
            icon="building"
            onPress={() => way.go({ name: 'giveScan', taken: null, spare: true })}
          >
            {said.spare.choose}
          </Button>
        )}
      </div>
    </section>
  );
};

/** With which relay, and by which name it finds the person. */
export const SpareAsk = ({ app: { way }, said, who }: Props & { readonly who: Who }) => {
  const [name, setName] = useState('');
  return (
    <section class="screen">
      <Title>
        <Filled text={said.spare.askTitle} name={who.name} />
      </Title>
      <p class="lead">{said.spare.askText}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') way.go({ name: 'spareCode', who, as: name.trim() });
        }}
      >
        <Line id="name" label={said.spare.name} value={name} longest={200} onType={setName} />
        <Button look="main" type="submit">
          {said.spare.leave}
        </Button>
      </form>
    </section>
  );
};

/** The code: whoever holds an open phone can't leave one. */
export const SpareCode = ({
  app: { words, way },
  said,
  who,
  as,
}: Props & { readonly who: Who; readonly as: string }) => (
  <CodeScreen
    words={words}
    onCode={async (code) => {
      await engine().leaveSpare(who, code, as);
      way.reset({ name: 'spareDone', to: who.name });
    }}
    say={(error) => meetingFault(words, said, error)}
  />
);

export const SpareDone = ({ app: { words, way }, said, to }: Props & { readonly to: string }) => (
  <section class="screen">
    <Sleeve papers={1} />
    <Title>{said.spare.done}</Title>
    <p class="met-name">
      <Filled text={said.spare.at} name={to} />
    </p>
    <p class="lead">{said.spare.doneText}</p>
    <div class="actions">
      <Button look="main" onPress={() => way.reset({ name: 'papers' })}>
        {words.papers.title}
      </Button>
    </div>
  </section>
);

/** On the list of papers: somebody at the relay was handed the spare. */
export const SpareMark = ({ app: { way }, said }: Props) => (
  <button type="button" class="left-mark" onClick={() => way.go({ name: 'spare' })}>
    <Icon name="card" />
    <span>{said.spare.mark}</span>
  </button>
);
