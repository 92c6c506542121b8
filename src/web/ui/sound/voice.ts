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

export const sayWith = (voice: SpeechSynthesisVoice, text: string): Promise<void> =>
  new Promise((resolve) => {
    const said = new SpeechSynthesisUtterance(text);
    said.voice = voice;
    said.lang = voice.lang;
    said.addEventListener('end', () => resolve(), { once: true });
    said.addEventListener('error', () => resolve(), { once: true });
    speechSynthesis.speak(said);
  });

export const stopVoice = (): void => {
  if ('speechSynthesis' in window) speechSynthesis.cancel();
};
