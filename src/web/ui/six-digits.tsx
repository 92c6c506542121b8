import { useState } from 'preact/hooks';
import { Keypad } from './keypad.js';
import { Title } from './parts.js';

/** What a page says of the digits. */
interface DigitWords {
  readonly code: { readonly digits: (typed: number) => string; readonly erase: string };
}

/** Asks for six digits, never shown; empty again after each answer. */
export const SixDigits = ({
  words,
  title,
  text,
  fault,
  onCode,
}: {
  readonly words: DigitWords;
  readonly title: string;
  readonly text: string;
  readonly fault: string;
  readonly onCode: (code: string) => Promise<void>;
}) => {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const whole = async (code: string): Promise<void> => {
    setBusy(true);
    await onCode(code);
    setTyped('');
    setBusy(false);
  };
  return (
    <>
      <Title key={title}>{title}</Title>
      <p class={fault === '' ? 'lead' : 'lead fault'} role="alert">
        {fault === '' ? text : fault}
      </p>
      <Keypad
        typed={typed}
        busy={busy}
        said={words.code.digits(typed.length)}
        eraseLabel={words.code.erase}
        onType={setTyped}
        onWhole={(code) => void whole(code)}
      />
    </>
  );
};
