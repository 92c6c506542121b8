import type { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';
import type { ServerSecrets } from '../server-key.js';

type Db = Kysely<Database>;

/** A blob, or the part of it that was asked for. */
export interface OpenedBlob {
  readonly bytes: Readable | Buffer;
  readonly size: number;
  readonly range: { readonly start: number; readonly end: number } | undefined;
}

/** What links need of the rest of the server. */
export interface LinksPorts {
  readonly db: Db;
  readonly secrets: Pick<ServerSecrets, 'protectShare' | 'revealShare'>;
  readonly locks: {
    /** Takes a challenge out: true once, and only for the locator it was made for. */
    takeChallenge(db: Db, loc: Uint8Array, challenge: Uint8Array): Promise<boolean>;
    /** Whether this is the first event of the locator of this name within an hour; counts it. */
    isFirstRefusal(db: Db, loc: Uint8Array, name: string): Promise<boolean>;
  };
  /** Opens a container that may be read; a Range header asks for a part of it. */
  openBlob(blob: { key: string; bytes: number }, range: string | undefined): Promise<OpenedBlob>;
}
