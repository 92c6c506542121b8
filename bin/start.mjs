// `npm start`: on a fresh clone installs and builds first, then serves in this very process.
import { checkNode } from './lib/node-version.mjs';

checkNode();
// only now: an old Node could not even read these
const { ensureReady } = await import('./lib/ready.mjs');
const { endWithNpm } = await import('./lib/end-with-npm.mjs');
const { giveUp } = await import('./lib/sentence.mjs');

try {
  endWithNpm();
  await ensureReady();
} catch (error) {
  giveUp(error);
}
await import('./lib/serve.mjs');
