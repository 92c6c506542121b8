// Before a script for developers: installs what is missing, so that `npm test` works on a fresh clone too.
import { checkNode } from './lib/node-version.mjs';

checkNode();
const { root } = await import('./lib/ready.mjs');
const { install, isInstalled } = await import('./lib/install.mjs');
const { giveUp } = await import('./lib/sentence.mjs');

try {
  if (!isInstalled(root, { dev: true })) await install(root);
} catch (error) {
  giveUp(error);
}
