import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { call, keep, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);

t.test('a list of papers comes in pages that fit into memory, and none is left out', async (t) => {
  const holder = await openHolder(server.address);
  for (let count = 0; count < 5; count++) await keep(holder, randomBytes(100));
  await owner.rows(`update versions set metadata = convert_to(repeat('x', 900000), 'UTF8')`);
  const papers = `/v1/safes/${toHex(holder.safe)}/documents`;
  const sizes: number[] = [];
  const seen = new Set<string>();
  for (let after: string | null = ''; after !== null; ) {
    const { json } = await call(holder, 'GET', after === '' ? papers : `${papers}?after=${after}`);
    sizes.push(json.papers.length);
    for (const paper of json.papers) seen.add(paper.doc);
    after = json.next;
  }
  t.strictSame(sizes, [3, 2]);
  t.equal(seen.size, 5);
});
