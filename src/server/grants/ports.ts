import type { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';

/** A blob, or the part of it that was asked for. */
export interface OpenedBlob {
  readonly bytes: Readable | Buffer;
  readonly size: number;
  readonly range: { readonly start: number; readonly end: number } | undefined;
}

/** What grants need of the rest of the server. */
export interface GrantsPorts {
  readonly db: Kysely<Database>;
  /** Opens a container that may be read; a Range header asks for a part of it. */
  openBlob(blob: { key: string; bytes: number }, range: string | undefined): Promise<OpenedBlob>;
}
