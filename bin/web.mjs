// The part of `npm run build` that makes the web pages.
import { root } from './lib/ready.mjs';
import { giveUp } from './lib/sentence.mjs';
import { buildWeb } from './lib/web.mjs';

try {
  await buildWeb(root);
} catch (error) {
  giveUp(error);
}
