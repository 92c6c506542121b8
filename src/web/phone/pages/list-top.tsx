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

interface BegunProps {
  readonly text: string;
  readonly label: string;
  readonly onPress: () => void;
}

const Begun = ({ text, label, onPress }: BegunProps) => (
  <aside class="todo slim">
    <p>
      <bdi>{text}</bdi>
    </p>
    <Button onPress={onPress}>{label}</Button>
  </aside>
);

/** One thing at a time: first a change that was not finished, then papers without a name. */
const Waiting = ({ app: { way }, said, listed }: ListTopProps) => {
  const [begun] = listed.unfinished;
  if (begun) {
    const go = (): void => way.go({ name: 'pages', draft: begun.id });
    return <Begun text={said.unfinished.text(begun.title)} label={said.unfinished.go} onPress={go} />;
  }
  const unnamed = listed.papers.filter(({ named }) => !named).toSorted((a, b) => a.added - b.added);
  const [first, ...more] = unnamed.map(({ id }) => id);
  if (first === undefined) return null;
  const go = (): void => way.go({ name: 'which', draft: first, more });
  return <Begun text={said.sort.waiting(unnamed.length)} label={said.sort.begin} onPress={go} />;
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
