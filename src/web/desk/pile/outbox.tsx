import { Button, Title } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { sentenceOf } from '../troubles.js';
import type { PileState } from './pile-state.js';
import type { Outgoing } from './sending.js';

interface OutboxProps {
  readonly desk: Desk;
  readonly state: PileState;
  readonly own: readonly Outgoing[];
}

const Going = ({ desk: { words }, own }: Pick<OutboxProps, 'desk' | 'own'>) => (
  <ol class="going">
    {own.map((one) => (
      <li key={one.doc} data-state={one.state}>
        <span>
          {words.pile.paper(one.title, one.pages)}
          {one.state === 'failed' && <span class="fault">{sentenceOf(words, one.error)}</span>}
        </span>
        <span class="going-state">{words.pile.states[one.state]}</span>
      </li>
    ))}
  </ol>
);

/** What can be done while papers are on their way. */
const Ways = ({ desk: { words, pile }, state, own }: OutboxProps) => (
  <>
    {own.some((one) => one.state === 'failed') && (
      <Button icon="again" onPress={pile.again}>
        {words.pile.again}
      </Button>
    )}
    {state.isPaused ? (
      <Button look="main" onPress={pile.goOn}>
        {words.pile.goOn}
      </Button>
    ) : (
      <Button onPress={pile.pause}>{words.pile.pause}</Button>
    )}
  </>
);

/** What goes, how far it is, and what became of the files it came from. */
export const Outbox = ({ desk, state, own }: OutboxProps) => {
  const said = desk.words.pile;
  const sent = own.filter((one) => one.state === 'sent').length;
  const isDone = sent === own.length && state.sorting.pages.length === 0;
  return (
    <section class="card outbox">
      {isDone ? (
        <Title key="done">{said.doneTitle(sent)}</Title>
      ) : (
        <p class="outbox-count" role="status">
          {said.sent(sent, own.length)}
        </p>
      )}
      <progress max={own.length} value={sent} aria-label={said.sent(sent, own.length)} />
      {state.isTrying && <p class="told">{said.trying}</p>}
      <Going desk={desk} own={own} />
      {isDone && <p>{said.doneText}</p>}
      {state.removed > 0 && <p class="soft">{said.removed(state.removed)}</p>}
      {state.left > 0 && <p class="soft">{said.left(state.left)}</p>}
      <div class="row">
        {isDone ? (
          <Button look="main" onPress={() => desk.go({ name: 'people', person: null })}>
            {said.finish}
          </Button>
        ) : (
          <Ways desk={desk} state={state} own={own} />
        )}
      </div>
    </section>
  );
};
