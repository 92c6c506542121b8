import type { SafeKey } from '../core/crypto/keys.js';
import type { Envelope } from '../core/crypto/sign.js';
import type { Head, HeadDocument } from '../core/protocol/head.js';

/** A category as the holder named it; `slug` is the decrypted name. */
export interface Category {
  readonly id: Uint8Array;
  readonly slug: string;
}

/** The safe as its newest head describes it, verified. */
export interface Safe {
  readonly id: Uint8Array;
  readonly head: Head;
  readonly envelope: Envelope;
  /** Root keys, oldest first: that of epoch e at e − 1. */
  readonly keys: readonly SafeKey[];
  readonly wrappedKeys: readonly Uint8Array[];
  readonly categories: readonly Category[];
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** What the next head is made from. Documents by id in hexadecimal. */
export interface SafeState {
  readonly safe: Safe;
  readonly documents: ReadonlyMap<string, HeadDocument>;
}
