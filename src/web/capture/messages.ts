import type { ErrorCode } from '../../core/errors.js';
import type { Outline } from './find/outline.js';
import type { Corners } from './geometry.js';

/** What a camera sees: pixels, or where a browser hands it over without unpacking it on the page, the frame itself. */
export type Frame = ImageBitmap | VideoFrame;

/** What the page asks its worker; `id` comes back with the answer. */
export type Question =
  | { readonly id: number; readonly ask: 'open'; readonly photo: Blob | Frame }
  | {
      readonly id: number;
      readonly ask: 'flatten';
      readonly corners: Corners | null;
      readonly quarters: number;
    }
  | { readonly id: number; readonly ask: 'close' }
  | { readonly id: number; readonly ask: 'look'; readonly glimpse: Frame };

/** Longer side of what is shown while the corners are adjusted, in pixels. */
export const VIEW_SIDE = 1000;
/** Longer side of a page that is kept, in pixels: A4 at 170 dpi. */
export const PAGE_SIDE = 2000;
/** The most that a page may weigh. */
export const PAGE_BYTES = 300_000;

/** A photo that is open, small enough to be shown and adjusted. */
export interface Opened {
  /** Upright, longer side at most `VIEW_SIDE` pixels. */
  readonly view: ImageBitmap;
  /** Where the paper is, if that is sure enough to be proposed. */
  readonly outline: Outline | null;
}

/** A page as it is kept. */
export interface FlatPage {
  /** JPEG without any metadata, at most `PAGE_BYTES`. */
  readonly jpeg: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** The same in small, for lists; null where none gets small enough. */
  readonly small: Uint8Array<ArrayBuffer> | null;
}

export type Answer =
  | { readonly id: number; readonly opened: Opened }
  | { readonly id: number; readonly page: FlatPage }
  | { readonly id: number; readonly done: true }
  | { readonly id: number; readonly refused: ErrorCode };
