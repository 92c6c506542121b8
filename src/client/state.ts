import type { DocumentKey, SafeKey } from '../core/crypto/keys.js';
import type { Envelope } from '../core/crypto/sign.js';
import type { Head, HeadDocument } from '../core/protocol/head.js';
import type { Grant, GrantKey, GrantPrivate } from '../core/protocol/grant.js';
import type { Manifest } from '../core/protocol/manifest.js';
import type { PaperMetadata } from '../core/protocol/metadata.js';
import type { VersionPlace } from '../core/protocol/safe-keys.js';

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

/** One version of a paper, verified. Its key lets read the bytes; they are verified while they come. */
export interface Paper {
  /** Id in hexadecimal. */
  readonly doc: string;
  readonly version: number;
  readonly place: VersionPlace;
  readonly metadata: PaperMetadata;
  /** Name of its category, such as `identity`. */
  readonly category: string;
  /** Milliseconds since 1970, null when it isn't in the bin. */
  readonly binnedAt: number | null;
  /** Bytes of ciphertext that it takes, content and thumbnail. */
  readonly bytes: number;
  readonly key: DocumentKey;
  /** Epoch of the root key that its own key is wrapped under. */
  readonly wrapEpoch: number;
  readonly manifest: Manifest;
  /** The signed manifest as it is stored. */
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
}

/** A consent that this holder gave, verified under their own key. */
export interface Given {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly grant: Grant;
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
  readonly key: GrantKey;
  readonly private: GrantPrivate;
  /** The private part with its salt, as it was hashed. */
  readonly privateBytes: Uint8Array;
  readonly givenAt: number;
  /** When it was taken back or given back, by the server's clock. */
  readonly endedAt: number | null;
  /** Whether the newest head lists it. */
  readonly listed: boolean;
}

/** A sub-grant as the server tells of it: what its receipt claims, before anybody's signature was verified. */
export interface ClaimedSub {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly parent: Given;
  readonly claimed: Grant;
  readonly envelope: Uint8Array;
  readonly priv: Uint8Array;
  readonly ownKey: Uint8Array;
  /** Epoch of the safe that its keys are sealed for. */
  readonly epoch: number;
  readonly givenAt: number;
  readonly endedAt: number | null;
}

/** What the next head is made from. Documents by id in hexadecimal. */
export interface SafeState {
  readonly safe: Safe;
  readonly documents: ReadonlyMap<string, HeadDocument>;
  /** Newest versions as they were last listed; what was kept since is not among them. */
  readonly papers: ReadonlyMap<string, Paper>;
  /** Everything that was ever shown to somebody, newest first. */
  readonly grants: readonly Given[];
  /** What was passed on under them. No head lists it. */
  readonly passedOn: readonly ClaimedSub[];
}
