import { Button, Title } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { sentenceOf } from '../troubles.js';
import type { PileState } from './pile.js';
import type { Outgoing } from './sending.js';
import { pagesOf } from './sorting.js';

/** What goes, how far it is, and what became of the files it came from. */
export const Outbox = ({
  desk,
  state,
  own,
}: {
  readonly desk: Desk;
  readonly state: PileState;
  readonly own: readonly Outgoing[];
}) => {
  const { words, pile } = desk;
  const said = words.pile;
  const sent = own.filter((one) => one.state === 'sent').length;
  const failed = own.filter((one) => one.state === 'failed');
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
      <ol class="going">
        {own.map((one) => (
          <li key={one.doc} data-state={one.state}>
            <span>
              {said.paper(one.title, pagesOf(one.sorted).length)}
              {one.state === 'failed' && <span class="fault">{sentenceOf(words, one.error)}</span>}
            </span>
            <span class="going-state">{said.states[one.state]}</span>
          </li>
        ))}
      </ol>
      {isDone && <p>{said.doneText}</p>}
      {state.removed > 0 && <p class="soft">{said.removed(state.removed)}</p>}
      {state.left > 0 && <p class="soft">{said.left(state.left)}</p>}
      <div class="row">
        {isDone && (
          <Button look="main" onPress={() => desk.go({ name: 'people', person: null })}>
            {said.finish}
          </Button>
        )}
        {!isDone && failed.length > 0 && (
          <Button icon="again" onPress={pile.again}>
            {said.again}
          </Button>
        )}
        {!isDone &&
          (state.isPaused ? (
            <Button look="main" onPress={pile.goOn}>
              {said.goOn}
            </Button>
          ) : (
            <Button onPress={pile.pause}>{said.pause}</Button>
          ))}
      </div>
    </section>
  );
};
