import { useState } from 'preact/hooks';
import type { KindCategory } from '../../../core/kinds.js';
import { KindPicture } from '../../ui/pictograms.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import { engine, type PaperView } from '../engine/engine.js';
import { parted } from '../parted.js';
import { PaperChoice } from '../screens/show.js';
import { useAct } from '../use-act.js';
import { useLoaded } from '../use-loaded.js';
import type { Saying } from './saying.js';
import type { Chosen, Who } from './way.js';
import { Wait } from '../loading.js';

interface Props extends ScreenProps, Saying {
  readonly who: Who;
}

/** What would be shown besides by a shelf, or by everything, is asked about by name first. */
const useChoose = ({ app: { words, way }, who }: Props) => {
  const { busy, fault, act } = useAct(words);
  const choose = (wanted: { shelf: KindCategory } | { all: true }): Promise<void> =>
    act(async () => {
      const told = 'shelf' in wanted ? { shelf: wanted.shelf } : null;
      const chosen = { wanted, told, health: await engine().healthIn(wanted) };
      way.go({ name: chosen.health === null ? 'giveWhy' : 'giveHealth', who, chosen });
    });
  return { busy, fault, choose };
};

/** Papers one by one; a whole shelf or everything is one tap further. */
export const Which = (props: Props) => {
  const { app, said, who } = props;
  const { words, way } = app;
  const [papers, setPapers] = useState<readonly PaperView[]>([]);
  const { busy, fault, choose } = useChoose(props);
  const next = (): void => {
    const wanted = { papers: papers.map(({ id }) => id) };
    const chosen = { wanted, told: papers.map(({ title }) => title), health: null };
    way.go({ name: 'giveWhy', who, chosen });
  };
  return (
    <section class="screen papers">
      <Title>{words.show.which}</Title>
      <p class="fault" role="alert">
        {fault}
      </p>
      <PaperChoice app={app} onChange={setPapers} />
      <div class="dock">
        {papers.length > 0 ? (
          <Button look="main" onPress={next}>
            {words.show.next} · {words.show.papers(papers.length)}
          </Button>
        ) : (
          <div class="actions pair">
            <Button onPress={() => way.go({ name: 'giveShelf', who })}>{said.which.shelf}</Button>
            <Button busy={busy} onPress={() => void choose({ all: true })}>
              {said.which.all}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
};

/** A shelf with all that is on it, and all that will be. */
export const Shelf = (props: Props) => {
  const { app, said } = props;
  const { words } = app;
  const { value, fault } = useLoaded({ app }, () => engine().shelves());
  const { fault: refused, choose } = useChoose(props);
  return (
    <section class="screen">
      <Title>{said.which.shelfTitle}</Title>
      <p class="fault" role="alert">
        {fault === '' ? refused : fault}
      </p>
      {!value && fault === '' && <Wait words={words} />}
      <div class="kinds">
        {value?.map((shelf) => (
          <button key={shelf} type="button" class="kind" onClick={() => void choose({ shelf })}>
            <KindPicture kind="" shelf={shelf} />
            <span>{parted(words.shelves[shelf])}</span>
          </button>
        ))}
      </div>
    </section>
  );
};

/** Health papers are shown among others only to whom the person says so, having read which. */
export const Health = ({ app: { words, way }, said, who, chosen }: Props & { readonly chosen: Chosen }) => (
  <section class="screen">
    <KindPicture kind="" shelf="health" />
    <Title>{said.health.title}</Title>
    <p class="lead">{said.health.text}</p>
    <ul class="named">
      {chosen.health?.map((title) => (
        <li key={title}>
          <Said>{title}</Said>
        </li>
      ))}
    </ul>
    <div class="actions">
      <Button look="main" onPress={() => way.go({ name: 'giveWhy', who, chosen })}>
        {said.health.yes}
      </Button>
      <Button onPress={() => way.back()}>{words.papers.no}</Button>
    </div>
  </section>
);
