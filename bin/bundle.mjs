// The part of `npm run build` that follows the compiler: bundles the programs and the web pages.
import { bundlePrograms } from './lib/bundle.mjs';
import { root } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';
import { buildWeb } from './lib/web.mjs';

try {
  await bundlePrograms(root);
  await buildWeb(root);
} catch (error) {
  giveUp(error);
}
