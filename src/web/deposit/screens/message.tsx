import type { DepositWords, Stop } from '../../i18n/deposit/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { mayRetry } from '../stops.js';

export const Waiting = ({ text }: { readonly text: string }) => (
  <section class="card middle" aria-busy="true">
    <Sleeve papers={0} />
    <p class="lead" role="status">
      {text}
    </p>
    <span class="wait" />
  </section>
);

/** Why it does not go on, and what to do. */
export const Stopped = ({
  stop,
  words,
  onRetry,
}: {
  readonly stop: Stop;
  readonly words: DepositWords;
  readonly onRetry: () => void;
}) => {
  const { title, text } = words.stops[stop];
  return (
    <section class="card middle">
      <Sleeve papers={0} />
      <Title key={stop}>{title}</Title>
      <p class="lead">{text}</p>
      {mayRetry(stop) && (
        <Button look="main" icon="again" onPress={onRetry}>
          {words.retry}
        </Button>
      )}
    </section>
  );
};
