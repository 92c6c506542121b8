import type { Capture } from '../../capture/capture.js';
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

let rehearsed: Capture | undefined;

/** Once for each worker, with a glimpse of what the camera sees: the first photo is then as quick as those after it. */
export const rehearseStraightening = async (
  language: Language,
  glimpse: () => Promise<ImageBitmap | null>,
): Promise<void> => {
  const { capture: now } = await straightening(language);
  if (rehearsed === now) return;
  rehearsed = now;
  const seen = await glimpse();
  if (seen) now.rehearse(seen);
};

/** Ends the worker, and with it the photo that was open; the next photo starts a new one. */
export const endStraightening = (): void => {
  capture?.end();
  capture = undefined;
};
