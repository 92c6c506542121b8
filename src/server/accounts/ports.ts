import type { Kysely } from 'kysely';
import type { Identity } from '../../core/protocol/identity.js';
import type { Database } from '../database/schema.js';
import type { ServerSecrets } from '../server-key.js';

export interface FirstSafe {
  readonly id: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly head: Uint8Array;
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
  /** Whether this very safe was opened for this holder. */
  readonly isFirstSafe: (tx: Kysely<Database>, holder: Identity, safe: FirstSafe) => Promise<boolean>;
}
