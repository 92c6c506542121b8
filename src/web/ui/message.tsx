import { Sleeve } from './icons.js';
import { Button, Title } from './parts.js';

/** Something is looked for or opened. */
export const Waiting = ({ text, papers }: { readonly text: string; readonly papers: number }) => (
  <section class="card middle" aria-busy="true">
    <Sleeve papers={papers} />
    <p class="lead" role="status">
      {text}
    </p>
    <span class="wait" />
  </section>
);

interface StoppedProps {
  readonly words: { readonly title: string; readonly text: string };
  /** Where trying again may help. */
  readonly retry: string | null;
  readonly onRetry: () => void;
}

/** Why it does not go on, and what to do. */
export const Stopped = ({ words: { title, text }, retry, onRetry }: StoppedProps) => (
  <section class="card middle">
    <Sleeve papers={0} />
    <Title key={title}>{title}</Title>
    <p class="lead">{text}</p>
    {retry !== null && (
      <Button look="main" icon="again" onPress={onRetry}>
        {retry}
      </Button>
    )}
  </section>
);
