import { useEffect, useRef, useState } from 'preact/hooks';
import type { AgencyWords } from '../../i18n/agency/words.js';
import { Button, Title } from '../../ui/parts.js';

const DIGITS = 6;

/** Digits of any script; what was pasted around them is left out. */
const digitsOf = (text: string): string => (text.match(/\p{Nd}/gu) ?? []).slice(0, DIGITS).join('');

const isWhole = (code: string): boolean => Array.from(code).length === DIGITS;

/** Six digits that the person said. They are asked for again, with the tries that are left, while they are wrong. */
export const Code = ({
  triesLeft,
  busy,
  words,
  onCode,
  onBack,
}: {
  /** After a wrong one. */
  readonly triesLeft: number | null;
  readonly busy: boolean;
  readonly words: AgencyWords;
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
}) => {
  const [code, setCode] = useState('');
  const [short, setShort] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current && !busy) {
      setCode('');
      input.current?.focus();
    }
    first.current = false;
  }, [triesLeft, busy]);

  const send = (): void => {
    if (busy) return;
    if (isWhole(code)) return onCode(code);
    setShort(true);
    input.current?.focus();
  };
  const fault = short ? words.codeShort : triesLeft === null || busy ? '' : words.codeWrong(triesLeft);
  return (
    <section class="card middle">
      <Title>{words.codeTitle}</Title>
      <p class="lead" id="code-hint">
        {words.codeHint}
      </p>
      <form
        class="code-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div class="field">
          <label for="code">{words.codeLabel}</label>
          <input
            id="code"
            ref={input}
            class="code"
            dir="ltr"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            spellcheck={false}
            value={code}
            readOnly={busy}
            aria-describedby="code-fault code-hint"
            aria-invalid={fault !== '' ? 'true' : undefined}
            onInput={({ currentTarget }) => {
              setShort(false);
              currentTarget.value = digitsOf(currentTarget.value);
              setCode(currentTarget.value);
            }}
          />
          <p id="code-fault" class="fault" role="alert">
            {fault}
          </p>
        </div>
        <Button look="main" type="submit" busy={busy}>
          {busy ? words.opening : words.open}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {words.back}
        </Button>
      </form>
    </section>
  );
};
