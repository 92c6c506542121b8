import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { signErasure } from '../../src/core/protocol/erasure.js';
import { until } from '../helpers/embedded.js';
import {
  call,
  commit,
  type Holder,
  keep,
  logIn,
  openHolder,
  prepareVersion,
  send,
} from '../helpers/holder.js';
import { blobsOnDisk, ownerOf, stateOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);

const orderOf = (
  holder: Holder,
  seq = holder.head.seq,
  key = holder.keys.sign.secretKey,
  safe = holder.safe,
) => toBase64Url(signErasure(safe, seq, Date.now(), key));
const erase = (holder: Holder, order = orderOf(holder)) =>
  call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/erasure`, { order });

/** In which tables these bytes are still found. */
const foundIn = async (bytes: Uint8Array): Promise<string[]> => {
  const tables = await owner.rows(`select tablename as name from pg_tables where schemaname = 'public'`);
  const found: string[] = [];
  for (const { name } of tables) {
    const pattern = `%${toHex(bytes)}%`;
    const rows = await owner.rows(`select from "${name}" t where t::text like $1 limit 1`, [pattern]);
    if (rows.length > 0) found.push(name);
  }
  return found;
};

t.test(
  'a stolen session can’t destroy a safe: the holder must have signed it, for the safe as it is',
  async (t) => {
    const holder = await openHolder(server.address);
    const other = await openHolder(server.address);
    await keep(holder, randomBytes(100));
    const before = await stateOf(owner);
    const attempts = {
      'signed by somebody else': orderOf(holder, holder.head.seq, other.keys.sign.secretKey),
      'for another safe': orderOf(holder, holder.head.seq, holder.keys.sign.secretKey, other.safe),
      'of an earlier state': orderOf(holder, holder.head.seq - 1),
      'of a later state': orderOf(holder, holder.head.seq + 1),
      'that is none': toBase64Url(randomBytes(200)),
    };
    for (const [name, order] of Object.entries(attempts))
      refused(t, await erase(holder, order), 'damaged', name);
    refused(t, await erase({ ...holder, token: other.token }), 'not_found', 'by another account');
    t.strictSame(await stateOf(owner), before);
  },
);

t.test(
  'a safe that its holder destroys is gone: no row can open anything, no byte is on the disk',
  async (t) => {
    const holder = await openHolder(server.address);
    const neighbour = await openHolder(server.address);
    const paper = await keep(neighbour, randomBytes(50));
    const before = await blobsOnDisk(server);
    const kept = await keep(holder, randomBytes(100), { thumbnail: true });
    const binned = await keep(holder, randomBytes(100));
    const staged = await prepareVersion(holder, randomBytes(100), { thumbnail: true });
    t.equal((await commit(holder, { bin: [binned.doc] })).status, 200);
    t.equal((await send(holder, staged)).status, 201);
    const [lock] = await owner.rows('select released from locks where loc = $1', [holder.locks[0]!.loc]);
    const secrets: Record<string, Uint8Array> = {
      'the wrapped safe key': holder.wrappedSafeKey,
      'the wrapped account key': holder.locks[0]!.wrappedKey,
      'the server’s share': lock.released,
      'the code’s proof': holder.locks[0]!.tagHash,
      'a wrapped document key': kept.wrappedKey,
      'the key of a paper in the bin': binned.wrappedKey,
      'the key of a paper on its way': staged.wrappedKey,
      'a manifest': kept.manifest,
      metadata: kept.metadata,
      'the statement of who they are': fromBase64Url((holder.opening as { statement: string }).statement),
      'the locator of the card': holder.locks[0]!.loc,
      'the id of the safe': holder.safe,
      'the id of a paper': kept.doc,
    };
    for (const [name, bytes] of Object.entries(secrets))
      t.not((await foundIn(bytes)).length, 0, `${name} was there`);
    t.equal((await erase(holder)).status, 204);
    await until(async () => (await blobsOnDisk(server)).length === before.length);
    t.strictSame(await blobsOnDisk(server), before, 'the disk holds what it held before');
    for (const [name, bytes] of Object.entries(secrets)) {
      const left = (await foundIn(bytes)).filter((table) => table !== 'challenges');
      t.strictSame(left, [], `${name} is gone`);
    }
    t.strictSame(await owner.rows('select uid from accounts where uid = $1', [holder.uid]), []);
    const limits = (await foundIn(holder.uid)).filter((table) => table !== 'rate_limits');
    t.strictSame(limits, [], 'nobody’s name is left but in the count of the last minute');
    refused(t, await call(holder, 'GET', '/v1/safes'), 'unauthorized', 'the token');
    refused(t, await erase(holder), 'unauthorized', 'destroying it again');
    refused(t, await logIn(holder), 'unauthorized', 'the card');
    const content = `/v1/safes/${toHex(neighbour.safe)}/documents/${toHex(paper.doc)}/versions/1/content`;
    t.equal((await call(neighbour, 'GET', content)).status, 200, 'the neighbour’s paper is untouched');
    t.match((await call(neighbour, 'GET', '/v1/safes')).json.safes, [{ id: toHex(neighbour.safe) }]);
  },
);

t.test('a paper that arrives while its safe is destroyed goes with it', async (t) => {
  const holder = await openHolder(server.address);
  const before = await blobsOnDisk(server);
  const papers = await Promise.all(
    Array.from({ length: 6 }, () => prepareVersion(holder, randomBytes(300_000))),
  );
  const [gone, ...answers] = await Promise.all([erase(holder), ...papers.map((sent) => send(holder, sent))]);
  t.equal(gone.status, 204);
  const codes = answers.map((answer) => (answer.status === 201 ? 'ok' : answer.json.error.code));
  for (const code of codes) t.match(code, /^(ok|not_found|unauthorized)$/);
  t.strictSame(await owner.rows('select document from versions where safe = $1', [holder.safe]), []);
  await until(async () => {
    const rows = await owner.rows(`select key from blobs where state <> 'doomed'`);
    return rows.length === before.length;
  });
});
