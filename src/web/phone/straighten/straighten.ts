import type { Capture } from '../../capture/capture.js';
import type { Frame } from '../../capture/messages.js';
import { CAPTURE } from '../../i18n/capture/catalogues.js';
import { knowSentences } from '../../ui/sound/sentences.js';
import type { CaptureWords } from '../../i18n/capture/words.js';
import type { Language } from '../../i18n/language.js';

const loadTools = () => import('./tools.js');

/** Everything by which a photo is straightened here. */
export interface Straightening extends Awaited<ReturnType<typeof loadTools>> {
  readonly capture: Capture;
  readonly words: CaptureWords;
}

let capture: Capture | undefined;

/** The worker, started once; with it the screen part and the words. Rejects where the line does not bring them. */
export const straightening = async (language: Language): Promise<Straightening> => {
  const [tools, { words }] = await Promise.all([loadTools(), CAPTURE[language]()]);
  knowSentences('capture', words);
  capture ??= tools.startCapture();
  return { ...tools, capture, words };
};

/** Loads all of it while the person holds the phone over the paper. */
export const beginStraightening = (language: Language): void => {
  straightening(language).catch(() => undefined);
};

/** At least so long a phone rests between two frames, and twice as long as the last one took: it must not get hot. */
const REST_MS = 400;
const REST_TIMES = 2;

let endWatch: (() => void) | undefined;

/**
 * Has the worker look for the paper in what the camera sees, one frame at a time, until the returned function is called or
 * straightening ends; while the page is out of sight, nothing is looked at. The photo is then quick. `glimpse`: what the
 * camera sees now.
 */
export const watchPaper = (language: Language, glimpse: () => Promise<Frame | null>): (() => void) => {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    over = true;
    clearTimeout(timer);
  };
  const look = async (): Promise<void> => {
    const { capture: now } = await straightening(language);
    const seen = over || document.hidden ? null : await glimpse().catch(() => null);
    if (over) return seen?.close();
    if (seen) await now.look(seen);
  };
  const goOn = async (): Promise<void> => {
    const begin = performance.now();
    await look();
    if (!over) timer = setTimeout(again, Math.max(REST_MS, REST_TIMES * (performance.now() - begin)));
  };
  const again = (): void => {
    goOn().catch(() => {
      // the worker broke: the photo gets a new one. Where nothing came over the line, the photo asks again
      if (!over) endStraightening();
    });
  };
  endWatch?.();
  endWatch = end;
  again();
  return end;
};

/** Ends the worker, and with it the photo that was open; the next photo starts a new one. */
export const endStraightening = (): void => {
  endWatch?.();
  capture?.end();
  capture = undefined;
};
