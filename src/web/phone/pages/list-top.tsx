import type { PagesWords } from '../../i18n/phone/pages/words.js';
import { Icon } from '../../ui/icons.js';
import { Button } from '../../ui/parts.js';
import type { ScreenProps } from '../app-context.js';
import type { Listed } from '../engine/engine.js';
import './pages.css';

/** So many papers are seen at a glance; of more, one is looked for. */
const MANY = 8;

interface ListTopProps extends ScreenProps {
  readonly said: PagesWords;
  readonly listed: Listed;
}

const Waiting = ({ app: { way }, said, listed }: ListTopProps) => {
  const unnamed = listed.papers.filter(({ named }) => !named).toSorted((a, b) => a.added - b.added);
  const [first, ...more] = unnamed.map(({ id }) => id);
  const [begun] = listed.unfinished;
  return (
    <>
      {begun && (
        <aside class="todo">
          <p>
            <bdi>{said.unfinished.text(begun.title)}</bdi>
          </p>
          <Button icon="pencil" onPress={() => way.go({ name: 'pages', draft: begun.id })}>
            {said.unfinished.go}
          </Button>
        </aside>
      )}
      {first !== undefined && (
        <aside class="todo">
          <p>{said.sort.waiting(more.length + 1)}</p>
          <Button icon="pictures" onPress={() => way.go({ name: 'which', draft: first, more })}>
            {said.sort.begin}
          </Button>
        </aside>
      )}
    </>
  );
};

/** Above the papers: what was begun and waits for the person, and where one looks for a paper once there are many. */
export const ListTop = ({ app, said, listed }: ListTopProps) => (
  <>
    <Waiting app={app} said={said} listed={listed} />
    {listed.papers.length > MANY && (
      <button type="button" class="seek" onClick={() => app.way.go({ name: 'search' })}>
        <Icon name="search" />
        <span>{said.search.open}</span>
      </button>
    )}
  </>
);
