import { SafeError } from '../../../core/errors.js';
import type { Libheif } from './libheif.js';

/** A picture, upright, four bytes a pixel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Rows without what the library leaves between them. */
const packed = (from: Uint8Array, stride: number, width: number, height: number) => {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    data.set(from.subarray(row * stride, row * stride + width * 4), row * width * 4);
  }
  return data;
};

/**
 * Decodes the picture that a HEIC shows first, upright. Its skeleton was read before, so that no picture in it is larger than a
 * paper may be; the library refuses what is coded larger than the skeleton says before it takes memory for it.
 *
 * @throws SafeError `broken_file`
 */
export const decodeHeic = (lib: Libheif, bytes: Uint8Array): Pixels => {
  const context = lib.heif_context_alloc();
  try {
    const { code } = lib.heif_context_read_from_memory(context, bytes);
    if (code !== lib.heif_error_code.heif_error_Ok) throw new SafeError('broken_file');
    const handle = lib.heif_js_context_get_primary_image_handle(context);
    if (handle.code !== undefined) throw new SafeError('broken_file');
    const {
      image,
      width = 0,
      height = 0,
      channels,
    } = lib.heif_js_decode_image2(
      handle,
      lib.heif_colorspace.heif_colorspace_RGB,
      lib.heif_chroma.heif_chroma_interleaved_RGBA,
    );
    lib.heif_image_handle_release(handle);
    const [channel] = channels ?? [];
    if (!image || !channel || width < 1 || height < 1) throw new SafeError('broken_file');
    const data = packed(channel.data, channel.stride, width, height);
    lib.heif_image_release(image);
    return { width, height, data };
  } finally {
    lib.heif_context_free(context);
  }
};
