import { type Kysely, sql } from 'kysely';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';

const MEGABYTE = 1_000_000;

/** Enough for a morning's training of every relay; together the papers of that many visits never fill a disk. */
const MOST = {
  accounts: 1_000,
  blobBytes: 250 * MEGABYTE,
  /** Of all tables and indexes: what is written without being a paper. */
  tableBytes: 500 * MEGABYTE,
};

/** How long one measurement of the tables is believed, in milliseconds. */
const BELIEVED_MS = 2_000;

/**
 * Whether the training world may grow, asked before everything that writes; `opens` where somebody new comes. The function
 * throws SafeError `storage_full`.
 */
export const roomOf = (db: Kysely<Database>, most: typeof MOST = MOST) => {
  let tables: { readonly at: number; readonly bytes: number } | null = null;
  const tableBytes = async (): Promise<number> => {
    if (tables !== null && Date.now() - tables.at < BELIEVED_MS) return tables.bytes;
    const { rows } = await sql<{ bytes: number }>`
      select coalesce(sum(pg_total_relation_size(oid)), 0)::bigint as bytes from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'r'`.execute(db);
    tables = { at: Date.now(), bytes: rows[0]?.bytes ?? 0 };
    return tables.bytes;
  };
  const counted = async (): Promise<{ accounts: number; blobBytes: number }> => {
    const { rows } = await sql<{ accounts: number; blobBytes: number }>`
      select (select count(*) from accounts) as accounts,
        (select coalesce(sum(bytes), 0)::bigint from blobs) as "blobBytes"`.execute(db);
    return rows[0] ?? { accounts: 0, blobBytes: 0 };
  };
  return async (opens: boolean): Promise<void> => {
    const { accounts, blobBytes } = await counted();
    const isFull = blobBytes >= most.blobBytes || (await tableBytes()) >= most.tableBytes;
    if (isFull || (opens && accounts >= most.accounts)) throw new SafeError('storage_full');
  };
};

export type Room = ReturnType<typeof roomOf>;
