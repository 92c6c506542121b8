import type { Kysely } from 'kysely';
import type { Identity } from '../../core/protocol/identity.js';
import type { Database } from '../database/schema.js';
import type { ServerSecrets } from '../server-key.js';

/** What accounts need of the rest of the server. */
export interface AccountsPorts {
  readonly db: Kysely<Database>;
  readonly secrets: Pick<ServerSecrets, 'protectShare' | 'revealShare'>;
  /** Makes the account's first safe in the same transaction; throws `damaged` unless the holder signed it. */
  openFirstSafe(
    tx: Kysely<Database>,
    holder: Identity,
    safe: { id: Uint8Array; wrappedKey: Uint8Array; head: Uint8Array },
  ): Promise<void>;
}
