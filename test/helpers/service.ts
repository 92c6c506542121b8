import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Test } from 'tap';
import { buildApp } from '../../src/server/app.js';
import { readConfig } from '../../src/server/config.js';
import { createDatabase } from '../../src/server/database/kysely.js';
import { createPool } from '../../src/server/database/pool.js';
import { serverSecrets } from '../../src/server/server-key.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { testDatabase } from './postgres.js';

/** The whole server on a database and a folder of its own, as production builds it, listening on loopback. */
export const startService = async (
  t: Test,
  env: Record<string, string> = {},
): Promise<{ url: string; ownerUrl: string; blobs: string }> => {
  const { ownerUrl } = await testDatabase(t);
  const folder = mkdtempSync(join(tmpdir(), 'pochette-blobs-'));
  const pool = createPool({ url: ownerUrl, role: 'pochette_app', max: 8, log: () => {} });
  const db = createDatabase(pool);
  const blobs = createDiskStore({ folder });
  const secrets = serverSecrets(randomBytes(32));
  const app = await buildApp(readConfig(env), {
    db,
    blobs,
    secrets,
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    blobsDoomed: () => {},
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  t.teardown(async () => {
    await app.close();
    await db.destroy();
    await blobs.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { url, ownerUrl, blobs: folder };
};
