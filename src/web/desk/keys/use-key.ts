import { useState } from 'preact/hooks';
import { isSafeError } from '../../../core/errors.js';
import type { DeskWords } from '../../i18n/desk/words.js';
import { sentenceOf } from '../troubles.js';
import { KeyFault } from './passkey.js';

/** What a worker is told of a passkey that did not open. */
export const keySentence = (words: DeskWords, error: unknown): string => {
  const { troubles } = words.access.key;
  if (error instanceof KeyFault) return troubles[error.fault];
  if (isSafeError(error, 'unknown_lock')) return troubles.none;
  if (isSafeError(error, 'lock_blocked')) return troubles.shut;
  if (isSafeError(error, 'already_open')) return troubles.else;
  return sentenceOf(words, error);
};

/** One thing at a time with a passkey, and what became of it. */
export const useKey = (words: DeskWords) => {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const act = (work: () => Promise<void>): void => {
    setBusy(true);
    setFault('');
    void work()
      .catch((error: unknown) => setFault(keySentence(words, error)))
      .finally(() => setBusy(false));
  };
  return { busy, fault, act };
};
