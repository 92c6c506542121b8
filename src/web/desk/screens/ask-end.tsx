import type { DeskWords } from '../../i18n/desk/words.js';
import { Button, Title } from '../../ui/parts.js';

/** Papers wait to be sent: nobody loses them by a wrong press. */
export const AskEnd = ({
  words,
  title,
  count,
  onEnd,
  onStay,
}: {
  readonly words: DeskWords;
  readonly title: string;
  readonly count: number;
  readonly onEnd: () => void;
  readonly onStay: () => void;
}) => (
  <section class="card ask">
    <Title>{title}</Title>
    <p class="lead">{words.end.waiting(count)}</p>
    <div class="row">
      <Button look="main" onPress={onStay}>
        {words.end.goOn}
      </Button>
      <Button onPress={onEnd}>{words.end.leave}</Button>
    </div>
  </section>
);
