import { useState } from 'preact/hooks';
import type { PhoneWords } from '../i18n/phone/words.js';
import { sentenceOf } from './troubles.js';

/** One thing at a time: what is under way is not begun again, and what went wrong is a sentence. */
export const useAct = (
  words: PhoneWords,
  say: (error: unknown) => string = (error) => sentenceOf(words, error),
) => {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const act = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFault('');
    await work().catch((error: unknown) => setFault(say(error)));
    setBusy(false);
  };
  return { busy, fault, setFault, act };
};
