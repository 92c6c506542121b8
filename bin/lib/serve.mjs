// Serves what was built, in this very process.
import { importBuilt } from './ready.mjs';
import { giveUp } from './sentence.mjs';

try {
  const { main } = await importBuilt('src/server/main.js');
  await main();
} catch (error) {
  giveUp(error);
}
