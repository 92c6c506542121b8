import type { ErrorCode } from '../../core/errors.js';
import type { QuickLook } from './quick-card.js';

/** What the page asks of its worker. `id` tells papers apart, here and on the server. */
export type Order =
  | { readonly do: 'open'; readonly server: string; readonly seed: Uint8Array }
  | { readonly do: 'look' }
  | { readonly do: 'check'; readonly id: string; readonly file: File }
  | { readonly do: 'send'; readonly id: string; readonly file: File; readonly name: string | null }
  | { readonly do: 'cancel'; readonly id: string };

/** What the worker tells of a paper. */
export type News =
  /** It is one, and so large as it will be sent; whether the place where it was taken was in it. */
  | { readonly is: 'ready'; readonly bytes: number; readonly hadPlace: boolean }
  | { readonly is: 'sending'; readonly part: number }
  /** The line is gone: it goes on by itself. */
  | { readonly is: 'waiting' }
  | { readonly is: 'sent' }
  | { readonly is: 'cancelled' }
  | { readonly is: 'refused'; readonly code: ErrorCode };

export type Told =
  /** It hears from now on: what was posted while libsodium was being made ready would be lost. */
  | { readonly told: 'up' }
  | { readonly told: 'news'; readonly id: string; readonly news: News }
  | { readonly told: 'looked'; readonly look: QuickLook }
  | { readonly told: 'not-looked'; readonly code: ErrorCode };
