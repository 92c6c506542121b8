import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';
import type { DocumentsPorts } from '../documents/ports.js';

type Db = Kysely<Database>;

/** What deposit links need of the rest of the server: what papers need to come in, and challenges. */
export interface DropsPorts extends DocumentsPorts {
  readonly locks: {
    /** Takes a challenge out: true once, and only for the locator it was made for. */
    takeChallenge(db: Db, loc: Uint8Array, challenge: Uint8Array): Promise<boolean>;
    /** Whether this is the first event of the locator of this name within an hour; counts it. */
    isFirstRefusal(db: Db, loc: Uint8Array, name: string): Promise<boolean>;
  };
}
