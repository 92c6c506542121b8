// Serves what was built, in this very process; with the argument `unbundled` what the compiler wrote last.
import { importBuilt } from './ready.mjs';
import { giveUp } from './sentence.mjs';

try {
  const { main } = await importBuilt(`${process.argv[2] === 'unbundled' ? 'src' : 'run'}/server/main.js`);
  await main();
} catch (error) {
  giveUp(error);
}
