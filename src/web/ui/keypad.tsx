import { useEffect, useRef } from 'preact/hooks';
import { Icon } from './icons.js';

const DIGITS = 6;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

interface KeypadProps {
  readonly typed: string;
  readonly busy: boolean;
  /** Tells how many digits were typed, to whoever does not see the dots. */
  readonly said: string;
  readonly eraseLabel: string;
  readonly onType: (typed: string) => void;
  readonly onWhole: (code: string) => void;
}

const Dots = ({ count }: { readonly count: number }) => (
  <div class="dots" aria-hidden="true">
    {Array.from({ length: DIGITS }, (_, i) => (
      <span key={i} class={i < count ? 'dot full' : 'dot'} />
    ))}
  </div>
);

/** Digits as people type them anywhere: on the big keys, or on a keyboard. The sixth sends. */
const useDigits = ({ typed, busy, onType, onWhole }: KeypadProps) => {
  const now = useRef({ typed, busy });
  now.current = { typed, busy };
  const press = (digit: string): void => {
    const before = now.current;
    if (before.busy || before.typed.length >= DIGITS) return;
    const next = before.typed + digit;
    now.current = { typed: next, busy: before.busy };
    onType(next);
    if (next.length === DIGITS) onWhole(next);
  };
  const erase = (): void => {
    if (!now.current.busy) onType(now.current.typed.slice(0, -1));
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (/^\p{Nd}$/u.test(event.key)) press(event.key);
      else if (event.key === 'Backspace') erase();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return { press, erase };
};

/** Six digits on keys as large as a thumb. What was typed is never shown. */
export const Keypad = (props: KeypadProps) => {
  const { typed, busy, said, eraseLabel } = props;
  const { press, erase } = useDigits(props);
  return (
    <div class="keypad" dir="ltr" data-busy={busy ? '' : undefined}>
      <Dots count={typed.length} />
      <p class="hidden-text" role="status" dir="auto">
        {said}
      </p>
      <div class="keys">
        {KEYS.map((digit) => (
          <button key={digit} type="button" onClick={() => press(digit)}>
            {digit}
          </button>
        ))}
        <span />
        <button type="button" onClick={() => press('0')}>
          0
        </button>
        <button type="button" class="erase" aria-label={eraseLabel} onClick={erase}>
          <Icon name="eraser" />
        </button>
      </div>
    </div>
  );
};
