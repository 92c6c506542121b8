// `npm start`: on a fresh clone installs and builds first, then serves in this very process.
import './lib/node-version.mjs';
import { ensureReady, importBuilt } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';

try {
  await ensureReady();
  const { main } = await importBuilt('src/server/main.js');
  await main();
} catch (error) {
  giveUp(error);
}
