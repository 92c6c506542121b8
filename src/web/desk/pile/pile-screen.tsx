import { useEffect, useRef, useState } from 'preact/hooks';
import { SafeError } from '../../../core/errors.js';
import { Said, Title } from '../../ui/parts.js';
import { Button } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import type { PersonView } from '../engine/people.js';
import { nameOf } from '../person-name.js';
import { AskEnd } from '../screens/ask-end.js';
import { sentenceOf } from '../troubles.js';
import { Early } from './early.js';
import { Gate } from './gate.js';
import { Outbox } from './outbox.js';
import type { Pile } from './pile.js';
import { heldIn, type PileState } from './pile-state.js';
import { inHand, papersOf } from './sorting.js';
import { Stage } from './stage.js';
import { usePileKeys } from './use-keys.js';

/** What the pile is, now. */
const usePile = (pile: Pile): PileState => {
  const [state, setState] = useState(pile.state());
  useEffect(() => pile.listen(() => setState(pile.state())), [pile]);
  return state;
};

const BadFiles = ({ desk: { words }, state }: { readonly desk: Desk; readonly state: PileState }) => (
  <>
    {state.bad.map(({ name, code }, i) => (
      <p key={i} class="told" role="status">
        <Said>{words.pile.bad(name, sentenceOf(words, new SafeError(code)))}</Said>
      </p>
    ))}
  </>
);

/** Papers for one person: pages come, are sorted by keyboard, and go. */
const Working = ({ desk, person }: { readonly desk: Desk; readonly person: PersonView }) => {
  const { words, pile, relay } = desk;
  const state = usePile(pile);
  const stage = useRef<HTMLDivElement>(null);
  const { sorting } = state;
  const page = inHand(sorting);
  const papers = papersOf(sorting);
  const own = state.outgoing.filter((one) => one.person === person.id);
  usePileKeys(pile, page !== undefined, () => stage.current?.focus({ preventScroll: true }));
  const isSorted = !page && sorting.pages.length > 0;
  useEffect(() => {
    if (isSorted) stage.current?.querySelector<HTMLElement>('.send .button')?.focus();
  }, [isSorted]);
  const send = (): void =>
    pile.send(relay?.id ?? '', (kind) => words.kinds[kind as keyof typeof words.kinds] ?? kind);
  return (
    <section class="pile" aria-label={words.pile.title(nameOf(words, person))}>
      <header class="reading-head">
        <Button icon="back" onPress={() => desk.go({ name: 'people', person: person.id })}>
          {words.back}
        </Button>
        <Title>
          <Said>{words.pile.title(nameOf(words, person))}</Said>
        </Title>
      </header>
      <BadFiles desk={desk} state={state} />
      <Early desk={desk} state={state} />
      <div class="pile-body" ref={stage} tabIndex={-1}>
        {page ? (
          <Stage desk={desk} state={state} page={page} papers={papers} onSend={send} />
        ) : (
          <Gate desk={desk} state={state} papers={papers} hasSent={own.length > 0} onSend={send} />
        )}
        {own.length > 0 && <Outbox desk={desk} state={state} own={own} />}
      </div>
    </section>
  );
};

/** Never mixes two people's papers: what is left of another pile is asked about first. */
export const PileScreen = ({ desk, person }: { readonly desk: Desk; readonly person: PersonView }) => {
  const { pile, words } = desk;
  const state = usePile(pile);
  const isOther = state.person?.id !== person.id;
  const left = heldIn(state);
  useEffect(() => {
    if (isOther && left === 0) pile.begin(person);
  }, [isOther, left]);
  if (!isOther) return <Working desk={desk} person={person} />;
  if (left === 0 || !state.person) return null;
  const other = state.person;
  return (
    <AskEnd
      words={words}
      title={words.pile.title(nameOf(words, other))}
      count={left}
      onEnd={() => pile.begin(person)}
      onStay={() => desk.go({ name: 'pile', person: other })}
    />
  );
};
