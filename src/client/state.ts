import type { SafeKey } from '../core/crypto/keys.js';
import type { Envelope } from '../core/crypto/sign.js';
import type { Head, HeadDocument } from '../core/protocol/head.js';
import type { Grant } from '../core/protocol/grant.js';

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

/** A grant that the holder gave, its receipt verified. */
export interface GivenGrant {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly grant: Grant;
  /** The receipt as it is stored. */
  readonly envelope: Envelope;
  readonly hash: Uint8Array;
  /** The private part, encrypted; and the key that opens it, wrapped for the holder. */
  readonly priv: Uint8Array;
  readonly ownKey: Uint8Array;
  /** Milliseconds since 1970 by the server's clock. */
  readonly givenAt: number;
  readonly endedAt: number | null;
  /** Whether the newest head lists it. */
  readonly listed: boolean;
}

/** What the next head is made from. Documents by id in hexadecimal. */
export interface SafeState {
  readonly safe: Safe;
  /** Those that the head lists. */
  readonly grants: readonly GivenGrant[];
  readonly documents: ReadonlyMap<string, HeadDocument>;
}
