import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { randomBytes } from 'node:crypto';
import { call, keep, openHolder, versionPath } from '../helpers/holder.js';
import { testServer } from '../helpers/server.js';

t.test('a paper that was kept comes back byte for byte', async (t) => {
  const server = await testServer(t);
  const holder = await openHolder(server.address);
  for (const size of [1, 4088, 262_136, 262_137, 3_000_000]) {
    const sent = await keep(holder, randomBytes(size), { thumbnail: true });
    const path = versionPath(holder, sent.doc, 1);
    const headers = { authorization: `Bearer ${holder.token}` };
    const content = await fetch(`${holder.url}${path}/content`, { headers });
    t.equal(content.status, 200);
    t.ok(Buffer.from(await content.arrayBuffer()).equals(sent.content), `${size} bytes`);
    const thumbnail = await fetch(`${holder.url}${path}/thumbnail`, { headers });
    t.ok(Buffer.from(await thumbnail.arrayBuffer()).equals(sent.thumbnail ?? Buffer.alloc(0)));
  }
  const list = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
  t.equal(list.json.papers.length, 5);
});
