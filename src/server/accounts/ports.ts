import type { Kysely } from 'kysely';
import type { Identity } from '../../core/protocol/identity.js';
import type { Database } from '../database/schema.js';
import type { ServerSecrets } from '../server-key.js';

export interface FirstSafe {
  readonly id: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly head: Uint8Array;
}

/** A spare as its holder leaves it: their statement, and what is sealed to the relay. */
export interface NewSpare {
  readonly statement: Uint8Array;
  readonly sealed: Uint8Array;
  readonly note: Uint8Array;
}

/** What accounts need of the rest of the server. */
export interface AccountsPorts {
  readonly db: Kysely<Database>;
  readonly secrets: Pick<ServerSecrets, 'protectShare' | 'revealShare'>;
  /**
   * Makes the account's first safe in the same transaction; throws `damaged` unless the holder signed it, `conflict` if
   * there is a safe of that id.
   */
  readonly openFirstSafe: (tx: Kysely<Database>, holder: Identity, safe: FirstSafe) => Promise<void>;
  /**
   * Keeps a spare for the lock that was just enrolled, in the same transaction; throws `damaged` unless the holder signed all of it
   * for this lock, `conflict` if the relay has other keys by now, `not_certified`.
   */
  readonly keepSpare: (
    tx: Kysely<Database>,
    lock: {
      readonly uid: Uint8Array;
      readonly loc: Uint8Array;
      /** Its name on the holder's list, wrapped for them. */
      readonly label: Uint8Array;
      readonly signKey: Uint8Array;
    },
    spare: NewSpare,
  ) => Promise<void>;
  /** Whether this very safe was opened for this holder. */
  readonly isFirstSafe: (tx: Kysely<Database>, holder: Identity, safe: FirstSafe) => Promise<boolean>;
}
