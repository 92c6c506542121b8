import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../i18n/language.js';
import { Icon } from './icons.js';
import { type Clips, clipsIn, playClip, stopClip } from './sound/clips.js';
import { knowSentences, nameOf } from './sound/sentences.js';
import { sayWith, stopVoice, useVoice } from './sound/voice.js';

/** What a page says in one language, and how it calls the speaker. */
interface Spoken {
  readonly language: Language;
  readonly listen: string;
}

interface ListenProps {
  readonly words: Spoken;
  /** Whose words these are, as recordings name them. */
  readonly part: string;
  /** Which screen is shown: with another one it stops. */
  readonly place: string;
}

/** What stands on the screen, piece by piece, in the order in which it is read. */
const piecesOn = (screen: Element): string[] => {
  const pieces: string[] = [];
  const walker = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue?.trim() ?? '';
    const shown = node.parentElement?.checkVisibility({ visibilityProperty: true }) === true;
    if (/[\p{L}\p{N}]/u.test(text) && shown) pieces.push(text);
  }
  return pieces;
};

const screen = (): Element => document.querySelector('main') ?? document.body;

/** What was recorded in this language; nothing where the line does not bring it. */
const useClips = (part: string, words: Spoken): Clips => {
  const [clips, setClips] = useState<Clips>({});
  useEffect(() => {
    knowSentences(part, words);
    let isCurrent = true;
    const look = async (): Promise<void> => {
      const found = await clipsIn(words.language).catch(() => ({}));
      if (isCurrent) setClips(found);
    };
    void look();
    return () => {
      isCurrent = false;
    };
  }, [part, words]);
  return clips;
};

/** Whether something of what stands on the screen now was recorded. */
const useRecorded = (clips: Clips): boolean => {
  const [recorded, setRecorded] = useState(false);
  useEffect(() => {
    if (Object.keys(clips).length === 0) return setRecorded(false);
    const look = (): void => setRecorded(piecesOn(screen()).some((text) => (nameOf(text) ?? '') in clips));
    look();
    const observer = new MutationObserver(look);
    observer.observe(screen(), { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [clips]);
  return recorded;
};

let times = 0;

/** How often a screen was read aloud: a receipt tells whether its words were. */
export const timesRead = (): number => times;

/**
 * Reads the screen aloud: what somebody recorded, and the rest in a voice of this phone. Pressed again, it stops. Where there
 * is neither it is not shown.
 */
export const Listen = ({ words, part, place }: ListenProps) => {
  const voice = useVoice(words.language);
  const clips = useClips(part, words);
  const recorded = useRecorded(clips);
  const reading = useRef(0);
  const isReading = useRef(false);
  const stop = (): void => {
    reading.current++;
    isReading.current = false;
    stopClip();
    stopVoice();
  };
  useEffect(() => stop, [place, words]);
  const read = async (): Promise<void> => {
    const turn = ++reading.current;
    isReading.current = true;
    let whole = true;
    for (const text of piecesOn(screen())) {
      if (reading.current !== turn) return;
      const clip = clips[nameOf(text) ?? ''];
      const played =
        clip !== undefined &&
        (await playClip(clip).then(
          () => true,
          () => false,
        ));
      if (reading.current !== turn) return;
      const said = played || (voice !== undefined && (await sayWith(voice, text)));
      whole &&= said;
    }
    if (reading.current !== turn) return;
    isReading.current = false;
    // a receipt must not say that words were read which nobody heard
    if (whole) times += 1;
  };
  if (!voice && !recorded) return null;
  return (
    <button
      type="button"
      class="top-button"
      aria-label={words.listen}
      onClick={() => (isReading.current ? stop() : void read())}
    >
      <Icon name="sound" />
    </button>
  );
};
