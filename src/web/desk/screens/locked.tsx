import { useState } from 'preact/hooks';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Sleeve } from '../../ui/icons.js';
import { engine } from '../engine/engine.js';
import { SixDigits } from '../../ui/six-digits.js';
import { sentenceOf } from '../troubles.js';

/** Nothing of anybody is on the screen, and no key in the machine; the code leads back to where one was. */
export const Locked = ({ words, onBack }: { readonly words: DeskWords; readonly onBack: () => void }) => {
  const [fault, setFault] = useState('');
  const enter = async (code: string): Promise<void> => {
    setFault('');
    try {
      await engine().comeBack(code);
      onBack();
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  return (
    <section class="card locked">
      <Sleeve papers={0} />
      <SixDigits
        words={words}
        title={words.locked.title}
        text={words.locked.text}
        fault={fault}
        onCode={enter}
      />
    </section>
  );
};
