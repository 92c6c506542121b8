// `npm run backup`: see docs/operating.md.
import { checkNode } from './lib/node-version.mjs';

checkNode();
// only now: an old Node could not even read these
const { ensureReady, importBuilt } = await import('./lib/ready.mjs');
const { giveUp } = await import('./lib/sentence.mjs');

try {
  await ensureReady();
  const { backupMain } = await importBuilt('src/server/backup/main.js');
  process.exitCode = await backupMain(process.argv.slice(2));
} catch (error) {
  giveUp(error);
}
