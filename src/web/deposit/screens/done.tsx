import type { DepositWords } from '../../i18n/deposit/words.js';
import { Icon, Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';

/** Everything was received. */
export const Done = ({
  count,
  words,
  onMore,
}: {
  readonly count: number;
  readonly words: DepositWords;
  /** Null where the link takes no more. */
  readonly onMore: (() => void) | null;
}) => (
  <section class="card middle">
    <Sleeve papers={3} />
    <Title>{words.doneTitle}</Title>
    <p class="told good received">
      <Icon name="check" />
      {words.doneText(count)}
    </p>
    <p class="lead">{words.doneNext}</p>
    {onMore && <Button onPress={onMore}>{words.more}</Button>}
  </section>
);
