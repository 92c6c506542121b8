import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../i18n/language.js';
import { Icon } from './icons.js';

/** A voice of this phone itself: one that speaks over the network would be told what is on the screen. */
const localVoice = (language: Language): SpeechSynthesisVoice | undefined =>
  'speechSynthesis' in window
    ? speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith(language))
    : undefined;

const useVoice = (language: Language): SpeechSynthesisVoice | undefined => {
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

/** Reads the screen aloud, where this phone can by itself. */
export const Listen = ({ language, label }: { readonly language: Language; readonly label: string }) => {
  const voice = useVoice(language);
  if (!voice) return null;
  const read = (): void => {
    speechSynthesis.cancel();
    const said = new SpeechSynthesisUtterance(document.querySelector('main')?.innerText ?? '');
    said.voice = voice;
    said.lang = voice.lang;
    speechSynthesis.speak(said);
  };
  return (
    <button type="button" class="top-button" aria-label={label} onClick={read}>
      <Icon name="sound" />
    </button>
  );
};
