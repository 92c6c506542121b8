import { examine } from '../../client/intake/intake.js';
import { SafeError } from '../../core/errors.js';

/** A photo of this many pixels that a browser can't decode was too large for it; a smaller one is not whole. */
const LARGE = 24_000_000;

/**
 * The pixels of a photo, turned upright as its Exif says. Refused by its header before it is decoded: `too_many_pixels`,
 * `empty_file`, `truncated_file`, `broken_file`; `unsupported_type` for what is no picture, or none that this browser reads.
 */
export const decodePhoto = async (photo: Blob): Promise<ImageBitmap> => {
  const bytes = new Uint8Array(await photo.arrayBuffer());
  const { mediaType, width = 0, height = 0 } = examine(bytes, '');
  if (mediaType === 'application/pdf') throw new SafeError('unsupported_type');
  try {
    return await createImageBitmap(new Blob([bytes], { type: mediaType }), {
      imageOrientation: 'from-image',
    });
  } catch {
    if (width * height > LARGE) throw new SafeError('too_many_pixels');
    throw new SafeError(
      mediaType === 'image/heic' || mediaType === 'image/tiff' ? 'unsupported_type' : 'broken_file',
    );
  }
};
