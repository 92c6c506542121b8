// `npm run backup`: see docs/operating.md.
import './lib/node-version.mjs';
import { ensureReady, importBuilt } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';

try {
  await ensureReady();
  const { backupMain } = await importBuilt('src/server/backup/main.js');
  process.exitCode = await backupMain(process.argv.slice(2));
} catch (error) {
  giveUp(error);
}
