import { SafeError } from '../../core/errors.js';
import { broken } from './bytes.js';

/** What a picture says of itself. Width and height are pixels as shown, after its own turn. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  /** Pages of a TIFF; frames of a moving picture. */
  readonly frames: number;
};

/** What cleaning took out. Codes: the interface words them. */
export type Removed =
  | 'exif'
  | 'position'
  | 'thumbnail'
  | 'xmp'
  | 'iptc'
  | 'comment'
  | 'time'
  | 'second_image'
  | 'appended_data'
  | 'other_metadata';

export type Cleaned = { readonly bytes: Uint8Array; readonly removed: Removed[] };

/**
 * Half a gibibyte once decoded (4 bytes per pixel), what a desk computer and a recent phone still bear. It lets through the
 * 108-megapixel photos that phones take (12,000 × 9,000) and an A3 sheet at 600 dpi; a 20,000 × 20,000 bomb is three times over.
 */
export const MAX_PIXELS = 128 * 1024 * 1024;

/** The longest side that every browser can draw. */
const MAX_SIDE = 32_767;

/** Throws `too_many_pixels` before anything is decoded, `broken_file` for a picture without surface. */
export const checkSize = (width: number, height: number): void => {
  if (width < 1 || height < 1) throw broken();
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) {
    throw new SafeError('too_many_pixels', { details: { width, height } });
  }
};

/** Exif orientations 5 to 8 lie on their side (CIPA DC-008, tag 0x0112). */
export const upright = (
  width: number,
  height: number,
  orientation: number,
): { width: number; height: number } =>
  orientation >= 5 ? { width: height, height: width } : { width, height };
