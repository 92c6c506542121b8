import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';

/** What a head changes of the safe's grants, as it came. */
export interface GrantChanges {
  readonly give: readonly { grant: Uint8Array; sealed: Uint8Array; priv: Uint8Array; ownKey: Uint8Array }[];
  readonly drop: readonly Uint8Array[];
  readonly reseal: readonly { reseal: Uint8Array; sealed: Uint8Array }[];
}

/** A paper that was left, as the holder keeps it. */
export interface AcceptedDeposit {
  readonly doc: Uint8Array;
  readonly manifest: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly metadata: Uint8Array;
}

/** The head that carries a change: whose, its number, and the epoch of the safe's root key from it on. */
export interface AtHead {
  readonly safe: Uint8Array;
  readonly holder: Uint8Array;
  readonly signKey: Uint8Array;
  readonly seq: number;
  readonly epoch: number;
}

/** What safes need of the rest of the server. */
export interface SafesPorts {
  readonly db: Kysely<Database>;
  readonly quota: { readonly plain: number; readonly vouched: number };
  readonly grants: {
    /** Applies changes inside the head's transaction; gives the ids of what was given and of what ended by it. */
    change(
      tx: Kysely<Database>,
      at: AtHead,
      changes: GrantChanges,
    ): Promise<{ given: readonly Uint8Array[]; ended: readonly Uint8Array[] }>;
    /** Hashes of the grants that the next head must list. */
    listed(tx: Kysely<Database>, safe: Uint8Array): Promise<Uint8Array[]>;
    /** Resolves when no byte of these grants leaves any more; their end is stored. */
    over(ids: readonly Uint8Array[]): Promise<void>;
  };
  readonly deposits: {
    /** Moves papers that were left and waited among those that the head keeps, inside its transaction. */
    accept(
      tx: Kysely<Database>,
      at: Pick<AtHead, 'safe' | 'holder' | 'signKey'>,
      accept: readonly AcceptedDeposit[],
    ): Promise<void>;
  };
  /** Told after blobs were doomed, so that they go at once and not at the next round. */
  blobsDoomed(): void;
}
