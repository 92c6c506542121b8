import type { PhoneWords } from '../i18n/phone/words.js';
import { SixDigits } from '../ui/six-digits.js';
import { useAct } from './use-act.js';

interface CodeScreenProps {
  readonly words: PhoneWords;
  readonly title?: string;
  readonly text?: string;
  /** What the code is asked for. */
  readonly onCode: (code: string) => Promise<void>;
  readonly say?: (error: unknown) => string;
}

/** The code, before something that whoever holds an open phone can't do without it. */
export const CodeScreen = ({ words, title = words.code.enter, text = '', onCode, say }: CodeScreenProps) => {
  const { fault, act } = useAct(words, say);
  return (
    <section class="screen code">
      <SixDigits
        words={words}
        title={title}
        text={text}
        fault={fault}
        onCode={(code) => act(() => onCode(code))}
      />
    </section>
  );
};
