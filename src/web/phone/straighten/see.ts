import type { Outline } from '../../capture/find/outline.js';
import type { Frame } from '../../capture/messages.js';
import { isSafeError } from '../../../core/errors.js';
import type { Language } from '../../i18n/language.js';
import { keep } from '../keep/keep.js';
import type { Page } from '../keep/page.js';
import { endStraightening, type Straightening, straightening } from './straighten.js';

/** A file, or what the camera saw. */
export type Shot = Blob | Frame;

/** Pixels are many: they go now, not when a collector comes. */
export const letGo = (shot: Shot): void => {
  if (!(shot instanceof Blob)) shot.close();
};

/** A photo in which the paper was looked for. */
export interface SeenPhoto extends Straightening {
  /** Kept until it is left, for where the worker breaks; what the camera saw is then closed. */
  readonly shot: Shot;
  readonly view: ImageBitmap;
  /** Null: none was found that is sure enough. */
  readonly outline: Outline | null;
}

/** What is looked at before it is kept: a photo with its outline or, where nothing can look for one, the whole photo. */
export type Photo = { readonly seen: SeenPhoto } | { readonly whole: Page };

/** Longer than the slowest phone needs. Whoever still waits then gets the whole photo, not a screen that stands still. */
const PATIENCE_MS = 12_000;

const late = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error('late')), PATIENCE_MS);
  });

/** The same once more, to be handed over. */
const copyOf = async (shot: Shot): Promise<Shot> => {
  if (shot instanceof Blob) return shot;
  return shot instanceof ImageBitmap ? createImageBitmap(shot) : shot.clone();
};

const look = async (shot: Shot, language: Language): Promise<SeenPhoto> => {
  const all = await straightening(language);
  const { view, outline } = await all.capture.open(await copyOf(shot));
  return { ...all, shot, view, outline };
};

/**
 * Looks for the paper in a photo. Where that can't be done (the line did not bring it, the worker broke, it took too long)
 * the whole photo is there all the same.
 *
 * @throws what the browser says of a picture that it can't decode at all
 */
export const seePhoto = async (shot: Shot, language: Language): Promise<Photo> => {
  try {
    return { seen: await Promise.race([look(shot, language), late()]) };
  } catch (error) {
    // a photo that was refused broke nothing
    if (!isSafeError(error) || error.code === 'internal') endStraightening();
    const whole = await keep().page(shot);
    letGo(shot);
    return { whole };
  }
};
