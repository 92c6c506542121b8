import type { SafeKey } from '../core/crypto/keys.js';
import type { Envelope } from '../core/crypto/sign.js';
import type { Head, HeadDocument } from '../core/protocol/head.js';
import type { Given } from './consent/given.js';
import type { Paper } from './paper.js';

/** A category as the holder named it; `slug` is the decrypted name. */
export interface Category {
  readonly id: Uint8Array;
  readonly slug: string;
  /** Epoch of the root key that its name is wrapped under. */
  readonly epoch: number;
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
  /** Newest versions as they were last listed; what was kept since is not among them. */
  readonly papers: ReadonlyMap<string, Paper>;
  /** Everything that was ever shown to somebody, newest first. */
  readonly grants: readonly Given[];
}
