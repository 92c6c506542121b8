// The part of `npm run build` that follows the compiler: bundles the programs and the web pages.
import { bundle } from './lib/build.mjs';
import { root } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';

try {
  await bundle(root);
} catch (error) {
  giveUp(error);
}
