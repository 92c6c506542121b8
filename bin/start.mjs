// `npm start`: on a fresh clone installs and builds first, then serves in this very process.
import './lib/node-version.mjs';
import { ensureReady } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';

try {
  await ensureReady();
} catch (error) {
  giveUp(error);
}
await import('./lib/serve.mjs');
