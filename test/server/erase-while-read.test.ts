import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { signErasure } from '../../src/core/protocol/erasure.js';
import { call, type Holder, keep, openHolder, versionPath } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);

const erase = (holder: Holder) => {
  const order = signErasure(holder.safe, holder.head.seq, Date.now(), holder.keys.sign.secretKey);
  return call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/erasure`, { order: toBase64Url(order) });
};

t.test('a reading does not wait for somebody who is about to erase the safe', async (t) => {
  const holder = await openHolder(server.address);
  const { doc } = await keep(holder, randomBytes(3_000), { thumbnail: true });
  await owner.rows('begin');
  await owner.rows('select id from safes where id = $1 for update', [holder.safe]);
  const { status } = await call(holder, 'GET', `${versionPath(holder, doc, 1)}/thumbnail`);
  await owner.rows('rollback');
  t.equal(status, 200);
  t.equal((await erase(holder)).status, 204);
});

t.test('a safe is erased at once, also while its papers are being read', async (t) => {
  for (let safe = 0; safe < 6; safe++) {
    const holder = await openHolder(server.address);
    const { doc } = await keep(holder, randomBytes(3_000), { thumbnail: true });
    const path = `${versionPath(holder, doc, 1)}/thumbnail`;
    let over = false;
    const answers: number[] = [];
    const readers = Array.from({ length: 8 }, async () => {
      while (!over) answers.push((await call(holder, 'GET', path)).status);
    });
    while (answers.length < 16) await new Promise(setImmediate);
    t.equal((await erase(holder)).status, 204);
    over = true;
    await Promise.all(readers);
    const faults = answers.filter((status) => ![200, 401, 404].includes(status));
    t.strictSame(faults, [], 'readers see the paper, or that it or its holder is gone, never a fault');
  }
  const [{ deadlocks }] = (await owner.rows(
    'select deadlocks from pg_stat_database where datname = current_database()',
  )) as [{ deadlocks: string }];
  t.equal(deadlocks, '0');
  for (const table of ['log_heads', 'log_entries', 'versions', 'accounts']) {
    t.strictSame(await owner.rows(`select 1 from ${table}`), [], `nothing is left in ${table}`);
  }
});
