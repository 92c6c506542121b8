import { Button } from '../../ui/parts.js';
import type { Desk } from '../app-context.js';
import { timeOf } from '../../i18n/days.js';
import type { PileState } from './pile-state.js';

/** What lay in the scanner's folder before this pile began lands on it only by a press. */
export const Early = ({ desk, state }: { readonly desk: Desk; readonly state: PileState }) => {
  const { words, pile } = desk;
  const { early } = state;
  const said = words.access.early;
  if (early.length === 0) return null;
  return (
    <section class="card early" aria-label={said.title(early.length)}>
      <p class="show-what" role="status">
        {said.title(early.length)}
      </p>
      <ul>
        {early.map(({ file, since }, i) => (
          <li key={i}>
            <bdi>{file.name}</bdi> <span class="soft">{said.at(timeOf(words.language, since))}</span>
          </li>
        ))}
      </ul>
      <p>{said.text}</p>
      <div class="row">
        <Button onPress={pile.leaveEarly}>{said.leave}</Button>
        <Button icon="inbox" onPress={pile.takeEarly}>
          {said.take(early.length)}
        </Button>
      </div>
    </section>
  );
};
