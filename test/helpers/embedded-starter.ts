// A process that starts the embedded database of the folder given, says so in one line, and stops it on SIGTERM.
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';

const [, , dataDir = ''] = process.argv;

try {
  const database = await startEmbeddedPostgres({ dataDir, log: () => {} });
  process.stdout.write(`${JSON.stringify({ url: database.url, adopted: database.adopted })}\n`);
  process.once('SIGTERM', () => void database.stop());
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
