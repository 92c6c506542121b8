import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../i18n/language.js';

/** A voice of this phone itself: one that speaks over the network would be told what is on the screen. */
const localVoice = (language: Language): SpeechSynthesisVoice | undefined =>
  'speechSynthesis' in window
    ? speechSynthesis
        .getVoices()
        .find(({ lang, localService }) => localService && lang.toLowerCase().split(/[-_]/)[0] === language)
    : undefined;

export const useVoice = (language: Language): SpeechSynthesisVoice | undefined => {
  const [voice, setVoice] = useState(() => localVoice(language));
  useEffect(() => {
    const look = (): void => setVoice(localVoice(language));
    look();
    if (!('speechSynthesis' in window)) return undefined;
    speechSynthesis.addEventListener('voiceschanged', look);
    return () => speechSynthesis.removeEventListener('voiceschanged', look);
  }, [language]);
  return voice;
};

/** Whether it was said to the end. */
export const sayWith = (voice: SpeechSynthesisVoice, text: string): Promise<boolean> =>
  new Promise((resolve) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    said.addEventListener('end', () => resolve(true), { once: true });
    said.addEventListener('error', () => resolve(false), { once: true });
    speechSynthesis.speak(said);
  });

export const stopVoice = (): void => {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
};
