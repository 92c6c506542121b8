import { shrunk } from './encode.js';
import { follow, FOLLOW_SIDE, sight, type Sighting } from './find/follow.js';
import { findOutline, type Outline } from './find/outline.js';
import type { Pixels } from './find/pixels.js';

/** So many frames in a row a paper is only followed; then the whole picture is examined again. */
const FOLLOWED = 6;
/** What was seen longer ago says nothing of the photo. */
const FRESH_MS = 5000;

export const pixelsOf = (canvas: OffscreenCanvas): Pixels => {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context.getImageData(0, 0, canvas.width, canvas.height);
};

/** Where the paper lay when the camera saw it last: numbers, no pixels. */
let last: { readonly seen: Sighting; readonly at: number; readonly followed: number } | null = null;

export const forgetSeen = (): void => {
  last = null;
};

/** Where the paper that was just seen lies in this picture; null where there was none, or it is not surely there. */
const again = (small: Pixels): Sighting | null =>
  last && performance.now() - last.at < FRESH_MS ? follow(small, last.seen) : null;

const smallOf = (view: OffscreenCanvas): Pixels => pixelsOf(shrunk(view, FOLLOW_SIDE));

/** Notes where the paper lies in a frame that the camera sees. `view`: as the photo will be looked at. */
export const watch = (view: OffscreenCanvas): void => {
  const small = smallOf(view);
  const followed = (last?.followed ?? 0) + 1;
  const seen = followed <= FOLLOWED ? again(small) : null;
  if (seen) {
    last = { seen, at: performance.now(), followed };
    return;
  }
  const outline = findOutline(pixelsOf(view));
  const found = outline && sight(small, outline);
  last = found && { seen: found, at: performance.now(), followed: 0 };
};

/** Where the paper lies in a photo of the camera: near where it was seen before, or wherever it is found. */
export const outlineOf = (view: OffscreenCanvas): Outline | null => {
  const seen = last && again(smallOf(view));
  return seen ? seen.outline : findOutline(pixelsOf(view));
};
