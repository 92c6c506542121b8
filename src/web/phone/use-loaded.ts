import { useEffect, useState } from 'preact/hooks';
import type { ScreenProps } from './app-context.js';
import { sentenceOf } from './troubles.js';

/** Loads once, and again at the person's wish; what went wrong is a sentence. */
export const useLoaded = <T>({ app: { words } }: ScreenProps, load: () => Promise<T>) => {
  const [value, setValue] = useState<T | null>(null);
  const [fault, setFault] = useState('');
  const look = async (): Promise<void> => {
    try {
      setValue(await load());
      setFault('');
    } catch (error) {
      setFault(sentenceOf(words, error));
    }
  };
  useEffect(() => void look(), []);
  return { value, fault, look };
};
