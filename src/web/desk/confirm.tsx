import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { DeskWords } from '../i18n/desk/words.js';
import { Button, Said, Title } from '../ui/parts.js';
import { sentenceOf } from './troubles.js';

interface ConfirmProps {
  readonly words: DeskWords;
  readonly title: string;
  /** What it does, on its button. */
  readonly does: string;
  readonly onYes: () => Promise<void>;
  readonly onNo: () => void;
  /** What went wrong, where more than its sentence is to be said or done. */
  readonly explain?: (error: unknown) => Promise<string>;
  readonly children: ComponentChildren;
}

/** What others lose something by is asked once more: to leave it stands first, and what went wrong stays on the screen. */
export const Confirm = ({ words, title, does, onYes, onNo, explain, children }: ConfirmProps) => {
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const go = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      await onYes();
    } catch (error) {
      setFault(explain ? await explain(error) : sentenceOf(words, error));
    }
    setBusy(false);
  };
  return (
    <section class="card ask">
      <Title>
        <Said>{title}</Said>
      </Title>
      {children}
      <p class="fault" role="alert">
        {fault}
      </p>
      <div class="row">
        <Button look="main" onPress={onNo}>
          {words.no}
        </Button>
        <Button busy={busy} onPress={() => void go()}>
          {does}
        </Button>
      </div>
    </section>
  );
};
