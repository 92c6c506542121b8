// `npm run restore`: see docs/operating.md.
import { checkNode } from './lib/node-version.mjs';

checkNode();
// only now: an old Node could not even read these
const { ensureReady, importBuilt } = await import('./lib/ready.mjs');
const { giveUp } = await import('./lib/sentence.mjs');

try {
  await ensureReady();
  const { restoreMain } = await importBuilt('src/server/backup/main.js');
  process.exitCode = await restoreMain(process.argv.slice(2));
} catch (error) {
  giveUp(error);
}
