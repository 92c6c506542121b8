import makeLibheif from 'libheif-js/libheif-wasm/libheif.js';
import address from 'libheif-js/libheif-wasm/libheif.wasm?url';

/** Something that lives in the library's own memory until it is freed. */
interface Handle {
  delete?(): void;
}

/** Pixels in the library's memory; of a picture that could not be decoded, a code and a message instead. */
interface Decoded {
  readonly image?: Handle;
  readonly width?: number;
  readonly height?: number;
  readonly channels?: readonly { readonly stride: number; readonly data: Uint8Array }[];
}

/** What is used of libheif 1.23 (its `heif.h`, and what its build for browsers adds under `heif_js_`). */
export interface Libheif {
  heif_context_alloc(): Handle;
  heif_context_free(context: Handle): void;
  heif_context_read_from_memory(context: Handle, bytes: Uint8Array): { readonly code: unknown };
  /** A handle, or an error, which has a `code`. */
  heif_js_context_get_primary_image_handle(context: Handle): Handle & { readonly code?: unknown };
  heif_js_decode_image2(handle: Handle, colorspace: unknown, chroma: unknown): Decoded;
  heif_image_handle_release(handle: Handle): void;
  heif_image_release(image: Handle): void;
  readonly heif_error_code: { readonly heif_error_Ok: unknown };
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
}

/**
 * The library, with its WebAssembly from a file of its own, which whoever runs a server may replace by another build (LGPL-3.0).
 * Compiled here and not by the library, so that no text becomes script.
 */
export const loadLibheif = async (): Promise<Libheif> => {
  const answer = await fetch(address, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!answer.ok) throw new TypeError('no decoder');
  return makeLibheif({ wasmBinary: await answer.arrayBuffer() }) as Libheif;
};
