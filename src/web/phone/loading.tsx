import { SafeError } from '../../core/errors.js';
import type { PhoneWords } from '../i18n/phone/words.js';
import { Button } from '../ui/parts.js';
import type { Coming } from './lazy-part.js';
import { sentenceOf } from './troubles.js';

/** Something is under way; who does not see it turn is told. */
export const Wait = ({ words }: { readonly words: PhoneWords }) => (
  <span class="wait" role="status" aria-label={words.wait} />
);

interface FailedProps {
  readonly words: PhoneWords;
  /** Nothing is shown for an empty one. */
  readonly fault: string;
  readonly onAgain: () => void;
}

/** What could not be loaded, and the way to try it again. */
export const Failed = ({ words, fault, onAgain }: FailedProps) =>
  fault === '' ? null : (
    <div class="todo">
      <p class="fault" role="alert">
        {fault}
      </p>
      <Button icon="again" onPress={onAgain}>
        {words.retry}
      </Button>
    </div>
  );

/** In place of a screen whose part is on its way, or did not come. */
export const PartWait = ({
  words,
  coming: { failed, again },
}: Pick<FailedProps, 'words'> & { readonly coming: Coming<unknown> }) => (
  <section class="screen">
    {failed ? (
      <Failed words={words} fault={sentenceOf(words, new SafeError('unavailable'))} onAgain={again} />
    ) : (
      <Wait words={words} />
    )}
  </section>
);
