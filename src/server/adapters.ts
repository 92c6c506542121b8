import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { startEmbeddedPostgres } from './database/embedded/index.js';
import type { BlobStore } from './storage/blob-store.js';
import { createDiskStore } from './storage/disk.js';

/** Undoes, last first, what was started; one failure does not keep the rest from being undone. */
export const undoing = () => {
  const steps: (() => Promise<unknown>)[] = [];
  return {
    add: (step: () => Promise<unknown>): void => void steps.unshift(step),
    run: async (): Promise<void> => {
      for (const step of steps.splice(0)) await step().catch(() => undefined);
    },
  };
};
export type Undo = ReturnType<typeof undoing>;

/** The owner's connection to the database that the configuration means; the embedded one is started if need be. */
export const openDatabaseUrl = async (config: Config, log: Logger, undo: Undo): Promise<string> => {
  if (config.databaseUrl !== null) return config.databaseUrl;
  const embedded = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (line, fields) => log.info(fields ?? {}, line),
  });
  undo.add(embedded.stop);
  return embedded.url;
};

export const openBlobs = async (config: Config): Promise<BlobStore> => {
  if (config.s3 === null) {
    return createDiskStore({ folder: join(config.dataDir, 'blobs'), reserve: config.diskReserve });
  }
  // Loaded only where it is used: it is the slowest import of all.
  const { createS3Store } = await import('./storage/s3.js');
  return createS3Store(config.s3);
};
