import type { PhoneWords } from '../i18n/phone/words.js';
import { Button } from '../ui/parts.js';

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
