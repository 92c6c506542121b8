/** A version that arrived, and the head that came along to keep it. */
export interface SentWithHead {
  readonly head: Uint8Array;
  readonly doc: Uint8Array;
  readonly ver: number;
  /** Hash of its manifest, and the one that it names as that of the version before. */
  readonly manifest: Uint8Array;
  readonly prev: Uint8Array | null;
  readonly wrapEpoch: number;
}

/** A head that was verified against the safe as it is under the head `follows`, with `documents` papers on the list. */
export interface Foreseen {
  readonly seq: number;
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
  readonly follows: Uint8Array;
  readonly documents: number;
  /** What it writes into the log. */
  readonly entries: readonly Uint8Array[];
}
