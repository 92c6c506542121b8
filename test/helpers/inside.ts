import { join } from 'node:path';
import pg from 'pg';
import type { Test } from 'tap';
import { createDatabase } from '../../src/server/database/kysely.js';
import { createPool } from '../../src/server/database/pool.js';
import { type Ages, housekeepingRound } from '../../src/server/jobs/housekeeping.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { silent, until } from './embedded.js';
import type { TestServer } from './server.js';

/** What came from outside and is looked at, field by field, by a test alone. */
export type Loose = ReturnType<typeof JSON.parse>;

/** What the operator's hand could do: SQL as the owner of the database. */
export interface Owner {
  rows<T = Loose>(text: string, values?: readonly unknown[]): Promise<T[]>;
}

/** A connection of the owner, closed with the test. */
export const ownerOf = async (t: Test, { ownerUrl }: Pick<TestServer, 'ownerUrl'>): Promise<Owner> => {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'pochette owner' });
  client.on('error', silent);
  await client.connect();
  t.teardown(() => client.end().catch(silent));
  return { rows: async (text, values = []) => (await client.query(text, [...values])).rows };
};

const storeOf = ({ config }: TestServer) => createDiskStore({ folder: join(config.dataDir, 'blobs') });

/** Keys of all blobs that lie on the disk. */
export const blobsOnDisk = async (server: TestServer): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of storeOf(server).list()) keys.push(key);
  return keys.toSorted();
};

const NOTHING_IS_YOUNG: Ages = { uploadMs: 0, stagedMs: 0 };
const NEVER = 10 ** 12;
/** Uploads that were left are old, what was sent and waits for its head is not. */
export const ONLY_UPLOADS: Ages = { uploadMs: 0, stagedMs: NEVER };

/** The production round of housekeeping with other ages, once, as soon as no other process does one. */
export const sweep = async (server: TestServer, ages = NOTHING_IS_YOUNG): Promise<void> => {
  const pool = createPool({ url: server.ownerUrl, role: 'pochette_app', max: 3, log: silent });
  const db = createDatabase(pool);
  const ports = { db, blobs: storeOf(server), binDays: server.config.binDays };
  try {
    await until(async () => (await housekeepingRound(ports, ages)) !== null);
  } finally {
    await db.destroy();
  }
};

/** Everything a change of a safe could touch, to see that nothing was. */
export const stateOf = async (owner: Owner): Promise<unknown> => ({
  heads: await owner.rows('select * from heads order by safe'),
  documents: await owner.rows('select * from documents order by safe, id'),
  versions: await owner.rows('select * from versions order by safe, document, version'),
  blobs: await owner.rows('select key, state from blobs order by key'),
  safes: await owner.rows('select * from safes order by id'),
  unlockers: await owner.rows('select * from unlocker_lists order by uid, seq'),
  locks: await owner.rows('select loc, uid, tries, frozen_at, blocked_at from locks order by loc'),
  epochs: await owner.rows('select * from safe_epochs order by safe, epoch'),
  grants: await owner.rows('select * from grants order by id'),
  teams: await owner.rows('select * from team_entries order by relay, seq'),
  members: await owner.rows('select * from team_members order by relay, member'),
  teamKeys: await owner.rows('select * from team_keys order by relay, generation, member'),
  identities: await owner.rows('select * from identities order by uid, generation'),
  relays: await owner.rows('select * from relays order by uid'),
  categories: await owner.rows('select * from categories order by safe, id'),
});
