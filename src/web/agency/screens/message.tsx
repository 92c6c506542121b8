import type { AgencyWords, Stop } from '../../i18n/agency/words.js';
import { Sleeve } from '../../ui/icons.js';
import { Button, Title } from '../../ui/parts.js';
import { mayRetry } from '../stops.js';

export const Waiting = ({ text }: { readonly text: string }) => (
  <section class="card middle" aria-busy="true">
    <Sleeve papers={3} />
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
  readonly words: AgencyWords;
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

/** The session is over: nothing of the papers is left. */
export const Over = ({
  why,
  openingsLeft,
  words,
  onAgain,
}: {
  readonly why: 'time' | 'closed';
  readonly openingsLeft: number;
  readonly words: AgencyWords;
  readonly onAgain: () => void;
}) => (
  <section class="card middle">
    <Sleeve papers={0} />
    <Title>{words.overTitle}</Title>
    <p class="lead">{why === 'time' ? words.overTime : words.overClosed}</p>
    <p class="soft">{openingsLeft > 0 ? words.again(openingsLeft) : words.noneLeft}</p>
    {openingsLeft > 0 && (
      <Button icon="again" onPress={onAgain}>
        {words.seeAgain}
      </Button>
    )}
  </section>
);
