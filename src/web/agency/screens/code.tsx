import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AgencyWords } from '../../i18n/agency/words.js';
import { Button, Title } from '../../ui/parts.js';

const DIGITS = 6;

/** Digits of any script; what was pasted around them is left out. */
const digitsOf = (text: string): string => (text.match(/\p{Nd}/gu) ?? []).slice(0, DIGITS).join('');

const isWhole = (code: string): boolean => Array.from(code).length === DIGITS;

interface CodeProps {
  /** After a wrong one. */
  readonly triesLeft: number | null;
  readonly busy: boolean;
  readonly words: AgencyWords;
  readonly onCode: (code: string) => void;
  readonly onBack: () => void;
}

const useCode = ({ triesLeft, busy, words, onCode }: CodeProps) => {
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
  const type = (text: string): void => {
    setShort(false);
    setCode(text);
  };
  const wrong = triesLeft === null || busy ? '' : words.codeWrong(triesLeft);
  return { code, type, input, send, fault: short ? words.codeShort : wrong };
};

const Digits = ({
  code,
  fault,
  busy,
  label,
  input,
  onType,
}: {
  readonly code: string;
  readonly fault: string;
  readonly busy: boolean;
  readonly label: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onType: (text: string) => void;
}) => (
  <div class="field">
    <label for="code">{label}</label>
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
        currentTarget.value = digitsOf(currentTarget.value);
        onType(currentTarget.value);
      }}
    />
    <p id="code-fault" class="fault" role="alert">
      {fault}
    </p>
  </div>
);

/** Six digits that the person said. They are asked for again, with the tries that are left, while they are wrong. */
export const Code = (props: CodeProps) => {
  const { busy, words, onBack } = props;
  const { code, type, input, send, fault } = useCode(props);
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
        <Digits code={code} fault={fault} busy={busy} label={words.codeLabel} input={input} onType={type} />
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
