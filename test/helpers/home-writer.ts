// A process that writes to a home again and again, each time a little further, and says so once it has begun.
import { createHome } from '../../src/cli/home.js';

const [, , folder = '', number = '1', times = '1'] = process.argv;
const home = createHome(folder);

for (let turn = 1; turn <= Number(times); turn++) {
  const seq = Number(number) * 1000 + turn;
  await home.write({
    server: 'http://127.0.0.1:3000',
    uid: 'aa',
    deviceSecret: 'c2VjcmV0',
    safe: 'bb',
    pins: { fp: 'cc', gen: 1, unlockersSeq: 1, head: { seq, hash: `${seq}` }, log: { seq: 0, hash: 'dd' } },
  });
  if (turn === 1) process.send?.('begun');
}
process.disconnect();
