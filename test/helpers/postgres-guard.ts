import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';

const POLL_MS = 500;

/**
 * Leaves a process behind that stops the database of a folder when nobody uses it any more, and ends with it: tests that
 * are killed, however many at once, leave no server running.
 */
export const guard = (dataDir: string, url: string): void => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  spawn(process.execPath, [fileURLToPath(import.meta.url), dataDir], {
    env: { ...env, GUARDED_URL: url },
    stdio: 'ignore',
    detached: true,
  }).unref();
};

const hasUsers = async (client: pg.Client): Promise<boolean> => {
  const { rows } = await client.query(
    "select from pg_stat_activity where application_name = 'pochette keeper'",
  );
  return rows.length > 0;
};

const keepWatch = async (dataDir: string, url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url, application_name: 'pochette test guard' });
  // the server stopped in good order: nothing is left to watch
  client.on('error', () => process.exit());
  client.once('end', () => process.exit());
  await client.connect();
  for (;;) {
    await sleep(POLL_MS);
    if (await hasUsers(client)) continue;
    // as a user among others: whoever came in between keeps it running
    const { stop } = await startEmbeddedPostgres({ dataDir, log: () => {} });
    await stop();
  }
};

const [, script, dataDir] = process.argv;
const url = process.env['GUARDED_URL'];
if (script === fileURLToPath(import.meta.url) && dataDir !== undefined && url !== undefined) {
  await keepWatch(dataDir, url).catch(() => process.exit());
}
