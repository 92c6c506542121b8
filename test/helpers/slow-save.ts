// A process that saves a paper and never comes to its end.
import { saveFile } from '../../src/cli/save-file.js';
import { endOnSignals } from '../../src/cli/unfinished.js';

endOnSignals();

async function* endless() {
  for (let turn = 0; ; turn++) {
    yield Buffer.alloc(1000, 'secret ');
    if (turn === 10) process.send?.('begun');
    if (turn >= 10) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

await saveFile(process.argv[2] ?? '', endless(), { replace: false });
