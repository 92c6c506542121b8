import { useEffect, useState } from 'preact/hooks';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Said, Title } from '../../ui/parts.js';
import type { App, ScreenProps } from '../app-context.js';
import { LeftMark, WantedMark } from '../consent/lazy.js';
import { plainDay } from '../../i18n/days.js';
import { DossierDoor } from '../dossier/door.js';
import { daysUntil, endingFirst, endingOf } from '../ending.js';
import { engine, type PaperView } from '../engine/engine.js';
import { pages } from '../pages/part.js';
import { parted } from '../parted.js';
import { Thumb } from '../thumb.js';
import { sentenceOf } from '../troubles.js';
import { usePapers } from '../use-papers.js';
import { shelfOf } from '../shelf.js';
import { Failed, Wait } from '../loading.js';

/** Until when a paper holds; marked where that is soon, or was. */
export const Validity = ({ app: { words }, paper }: ScreenProps & { readonly paper: PaperView }) => {
  const { part } = pages.use(words.language);
  const { expires } = paper;
  if (expires === null) return null;
  const day = plainDay(words.language, expires);
  const ending = endingOf(paper);
  if (ending === null || !part) return <span class="validity">{words.papers.until(day)}</span>;
  return (
    <span class={`validity ending ${ending}`}>
      <Icon name="clock" />
      {ending === 'over' ? (
        words.papers.over(day)
      ) : (
        <>
          <span aria-hidden="true">{part.words.daysLeft(daysUntil(expires))}</span>
          <span class="hidden-text">{part.words.ending(daysUntil(expires))}</span>
        </>
      )}
    </span>
  );
};

/** One check: on this phone. Two: in the safe. */
const Where = ({ app: { words }, paper }: ScreenProps & { readonly paper: PaperView }) => (
  <span class={paper.where === 'safe' ? 'where safe' : 'where'}>
    <span aria-hidden="true">{paper.where === 'safe' ? '✓✓' : '✓'}</span>
    <span class="hidden-text">{paper.where === 'safe' ? words.papers.inSafe : words.papers.here}</span>
  </span>
);

export const PaperCard = ({ app, paper }: ScreenProps & { readonly paper: PaperView }) => (
  <li>
    <button
      type="button"
      class="paper-card"
      data-shelf={shelfOf(paper.kind)}
      onClick={() => app.way.go({ name: 'paper', paper })}
    >
      <Thumb paper={paper} />
      <span class="paper-name">
        <Said>{parted(paper.title)}</Said>
      </span>
      <Validity app={app} paper={paper} />
      <Where app={app} paper={paper} />
    </button>
  </li>
);

/** What is to be done once, one thing at a time: a code, the card, whether to see papers without the internet. */
const useTodo = (app: App) => {
  const [cardWaits, setCardWaits] = useState(false);
  const [answered, setAnswered] = useState(() => localStorage.getItem(ASKED) !== null);
  useEffect(() => {
    if (app.isOpen)
      engine()
        .cardWaits()
        .then(setCardWaits, () => undefined);
  }, [app.isOpen]);
  const answer = async (wanted: boolean): Promise<void> => {
    localStorage.setItem(ASKED, 'yes');
    setAnswered(true);
    await engine().setOffline(wanted);
    await app.look();
  };
  return { cardWaits, askOffline: app.isOpen && !answered && !app.facts.offline, answer };
};

const ASKED = 'pochette-asked-offline';

const Todo = ({ app, count }: ScreenProps & { readonly count: number }) => {
  const { words, way, facts } = app;
  const { cardWaits, askOffline, answer } = useTodo(app);
  if (!facts.safe && count > 0) {
    return (
      <aside class="todo">
        <p>{words.papers.codeFirst}</p>
        <Button look="main" onPress={() => way.go({ name: 'notice' })}>
          {words.papers.choose}
        </Button>
      </aside>
    );
  }
  if (cardWaits) {
    return (
      <aside class="todo">
        <p>{words.papers.cardWaits}</p>
        <Button icon="card" onPress={() => way.go({ name: 'card' })}>
          {words.card.title}
        </Button>
      </aside>
    );
  }
  if (!askOffline || count === 0) return null;
  return (
    <aside class="todo">
      <p>{words.papers.askOffline}</p>
      <div class="actions pair">
        <Button onPress={() => void answer(false)}>{words.papers.no}</Button>
        <Button onPress={() => void answer(true)}>{words.papers.yes}</Button>
      </div>
    </aside>
  );
};

/** What there is to do: show, add, and all the rest. */
const Dock = ({ app: { words, way, isOpen } }: ScreenProps) => (
  <div class="dock three">
    {isOpen && (
      <button type="button" class="pick" onClick={() => way.go({ name: 'show' })}>
        <Icon name="give" />
        <span>{words.tabs.show}</span>
      </button>
    )}
    <Button look="main" icon="camera" onPress={() => way.go({ name: 'camera' })}>
      {words.papers.add}
    </Button>
    {isOpen && (
      <button type="button" class="pick" onClick={() => way.go({ name: 'more' })}>
        <Icon name="more" />
        <span>{words.tabs.more}</span>
      </button>
    )}
  </div>
);

/** Everything that is kept, by picture. */
export const Papers = ({ app }: ScreenProps) => {
  const { words, way, isOpen } = app;
  const { listed, fault, stopped, look } = usePapers();
  const { part } = pages.use(words.language);
  const papers = endingFirst(listed?.papers ?? []);
  return (
    <section class="screen papers">
      <Title>{words.papers.title}</Title>
      {listed && !listed.fresh && app.facts.safe && <p class="told">{words.papers.offline}</p>}
      {stopped !== null && (
        <p class="told fault" role="alert">
          {sentenceOf(words, stopped)}
        </p>
      )}
      <Failed
        words={words}
        fault={fault === null ? '' : sentenceOf(words, fault)}
        onAgain={() => void look()}
      />
      {listed === null && fault === null && <Wait words={words} />}
      {listed && papers.length === 0 && (
        <div class="empty">
          <Sleeve papers={0} />
          <p>{words.papers.none}</p>
        </div>
      )}
      {listed && <LeftMark app={app} />}
      <WantedMark app={app} listed={listed} />
      <Todo app={app} count={papers.length} />
      {part && listed && <part.ListTop app={app} said={part.words} listed={listed} />}
      <ul class="paper-grid">
        {papers.map((paper) => (
          <PaperCard key={paper.id} app={app} paper={paper} />
        ))}
      </ul>
      {isOpen && papers.length > 0 && <DossierDoor app={app} />}
      {isOpen && (listed?.binned.length ?? 0) > 0 && (
        <button type="button" class="button quiet" onClick={() => way.go({ name: 'bin' })}>
          <Icon name="bin" />
          <span>{words.papers.bin}</span>
        </button>
      )}
      <Dock app={app} />
    </section>
  );
};
