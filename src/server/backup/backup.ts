import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { openBlobs, openDatabaseUrl, type Undo } from '../adapters.js';
import type { Config } from '../config.js';
import { serverSecrets } from '../server-key.js';
import { openServerKey } from '../server-key-file.js';
import { startSteps } from '../start-faults.js';
import { copyBlobs, type Copied } from './copy-blobs.js';
import { backupText, KEY_FILE, MANIFEST } from './format.js';
import { backupsOn, beginDraft, finishDraft, thinOut, writeDurably } from './shelf.js';
import { assertHeld, connectOwner, dumpDatabase, holdRemovals } from './snapshot.js';

export interface BackupOptions {
  /** Folder that holds the backups, made if missing. */
  readonly shelf: string;
  readonly withBlobs: boolean;
  readonly withKey: boolean;
  /** How many backups stay on the shelf; null: all. */
  readonly keep: number | null;
  readonly version: string;
}

export interface BackupOutcome {
  readonly folder: string;
  readonly rows: number;
  readonly blobs: Copied | null;
  /** Names of former backups that were removed. */
  readonly removed: readonly string[];
}

/** The key that the running server uses; throws `cannot_start` if it is not the database's. */
const keyOf = (config: Config, keyCheck: string): Uint8Array => {
  const key = config.serverKey ?? openServerKey(config.dataDir, { mayMake: false });
  if (key !== null && toHex(serverSecrets(key).check) === keyCheck) return key;
  throw new SafeError('cannot_start', {
    message:
      'The server key of this database was not found in DATA_DIR or SERVER_KEY, and a backup without it opens nothing. ' +
      'With --without-key the rest is backed up.',
  });
};

const fill = async (
  config: Config,
  options: BackupOptions,
  log: Logger,
  undo: Undo,
  draft: string,
): Promise<{ at: number; rows: number; blobs: Copied | null }> => {
  const steps = startSteps(config);
  const { shelf, version, withBlobs, withKey } = options;
  const url = await steps.database(() => openDatabaseUrl(config, log, undo));
  const client = await steps.database(() => connectOwner(url));
  undo.add(() => client.end());
  await holdRemovals(client, () => log.info('waiting for the server to end its housekeeping'));
  // first the rows, then the blobs: each blob was stored before its row, and none is removed meanwhile
  const database = await dumpDatabase(client, draft);
  const key = withKey ? keyOf(config, database.keyCheck) : null;
  const former = backupsOn(shelf).at(-1);
  let blobs: Copied | null = null;
  if (withBlobs) {
    const store = await openBlobs(config);
    undo.add(() => store.close());
    await steps.store(() => store.check());
    blobs = await copyBlobs(draft, store, former === undefined ? null : join(shelf, former));
  }
  await assertHeld(client);
  if (key) await writeDurably(join(draft, KEY_FILE), `${Buffer.from(key).toString('base64url')}\n`);
  const counted = blobs && { count: blobs.count, bytes: blobs.bytes };
  await writeDurably(join(draft, MANIFEST), backupText({ version, ...database, blobs: counted }));
  return { at: database.at, rows: database.tables.reduce((sum, { rows }) => sum + rows, 0), blobs };
};

/**
 * Copies database, blobs and server key as they are at one moment, while servers go on. Whatever fails, no folder is left
 * that could be taken for a backup; `undo` gets what closes everything early. Faults of the set-up throw `cannot_start` with a sentence.
 */
export const makeBackup = async (
  config: Config,
  options: BackupOptions,
  log: Logger,
  undo: Undo,
): Promise<BackupOutcome> => {
  const { shelf, keep } = options;
  const draft = await beginDraft(shelf);
  try {
    const { at, rows, blobs } = await fill(config, options, log, undo, draft);
    const folder = await finishDraft(shelf, draft, at);
    return { folder, rows, blobs, removed: keep === null ? [] : await thinOut(shelf, keep) };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    await undo.run();
  }
};
