// `npm run restore`: see docs/operating.md.
import './lib/node-version.mjs';
import { ensureReady, importBuilt } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';

try {
  await ensureReady();
  const { restoreMain } = await importBuilt('src/server/backup/main.js');
  process.exitCode = await restoreMain(process.argv.slice(2));
} catch (error) {
  giveUp(error);
}
