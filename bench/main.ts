import { clientRows } from './client.js';
import { consentRows } from './consent.js';
import { cryptoRows } from './crypto.js';
import { diskRows } from './disk.js';
import { type Ground, withGround } from './ground.js';
import { listingRows } from './listing.js';
import { memoryRows } from './memory.js';
import { readRows } from './reads.js';
import type { Row, Size, Skipped } from './row.js';
import { s3Rows } from './s3.js';
import { startRows } from './start.js';
import { machine, tableOf } from './table.js';
import { unlockRows } from './unlock.js';

type Rows = (ground: Ground, size: Size) => Promise<readonly (Row | Skipped)[]>;

const BENCHES: Readonly<Record<string, Rows>> = {
  crypto: cryptoRows,
  disk: diskRows,
  memory: memoryRows,
  reads: readRows,
  listing: listingRows,
  consent: consentRows,
  client: clientRows,
  start: startRows,
  unlock: unlockRows,
  s3: s3Rows,
};

const wanted = (names: readonly string[]): [string, Rows][] => {
  const unknown = names.find((name) => !(name in BENCHES));
  if (unknown !== undefined)
    throw new Error(`There is no benchmark “${unknown}”, only ${Object.keys(BENCHES).join(', ')}.`);
  return Object.entries(BENCHES).filter(([name]) => names.length === 0 || names.includes(name));
};

const args = process.argv.slice(2);
const size = { quick: args.includes('--quick') };
const rows: (Row | Skipped)[] = [];
for (const [name, measure] of wanted(args.filter((arg) => !arg.startsWith('--')))) {
  process.stderr.write(`measuring ${name} …\n`);
  rows.push(
    ...(await withGround((ground) => measure(ground, size)).catch((error: unknown) => [
      { name, skipped: `could not be measured: ${String(error)}` },
    ])),
  );
}
console.log(`${machine()}\n\n${tableOf(rows)}`);
