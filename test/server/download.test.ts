import { randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { until } from '../helpers/embedded.js';
import { call, commit, keep, openHolder, versionPath } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const holder = await openHolder(server.address);
const CHUNK = 2 ** 18 + 40;
const paper = await keep(holder, randomBytes(1_000_000), { thumbnail: true });
const path = versionPath(holder, paper.doc, 1);

const get = async (range?: string, part = 'content') => {
  const answer = await fetch(`${holder.url}${path}/${part}`, {
    headers: { authorization: `Bearer ${holder.token}`, ...(range === undefined ? {} : { range }) },
  });
  return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
};

t.test('a paper comes whole, as bytes that nobody keeps on the way', async (t) => {
  const { status, headers, bytes } = await get();
  t.equal(status, 200);
  t.ok(bytes.equals(paper.content));
  t.equal(headers.get('content-length'), String(paper.content.length));
  t.equal(headers.get('content-type'), 'application/octet-stream');
  t.equal(headers.get('accept-ranges'), 'bytes');
  t.equal(headers.get('cache-control'), 'no-store');
  t.equal(headers.get('x-content-type-options'), 'nosniff');
});

t.test('a part of a paper that begins and ends with a chunk is served alone', async (t) => {
  const size = paper.content.length;
  const ranges: [string, number, number][] = [
    ['the header', 0, 95],
    ['the first chunk', 96, 95 + CHUNK],
    ['the header and a chunk', 0, 95 + CHUNK],
    ['a chunk in the middle', 96 + CHUNK, 95 + 2 * CHUNK],
    ['two chunks', 96 + CHUNK, 95 + 3 * CHUNK],
    ['the last chunk', 96 + 3 * CHUNK, size - 1],
    ['everything', 0, size - 1],
  ];
  for (const [name, start, end] of ranges) {
    const { status, headers, bytes } = await get(`bytes=${start}-${end}`);
    t.equal(status, 206, name);
    t.equal(headers.get('content-range'), `bytes ${start}-${end}/${size}`);
    t.equal(headers.get('content-length'), String(end - start + 1));
    t.ok(bytes.equals(paper.content.subarray(start, end + 1)), `${name}: its bytes`);
  }
  const open = await get(`bytes=${96 + 3 * CHUNK}-`);
  t.equal(open.status, 206, 'up to the end');
  t.ok(open.bytes.equals(paper.content.subarray(96 + 3 * CHUNK)));
  t.equal((await get(`bytes=${96 + 3 * CHUNK}-${size + 999}`)).bytes.length, size - 96 - 3 * CHUNK);
  t.equal((await get('bytes=0-95', 'thumbnail')).bytes.length, 96, 'of a thumbnail too');
});

t.test('a part that could not be verified is not served', async (t) => {
  const size = paper.content.length;
  for (const range of ['1-95', '0-94', '0-96', '97-1000', `96-${94 + CHUNK}`, `96-${96 + CHUNK}`, '95-95']) {
    const answer = await get(`bytes=${range}`);
    refused(
      t,
      { status: answer.status, json: JSON.parse(answer.bytes.toString()) },
      'range_not_satisfiable',
      range,
    );
  }
  for (const range of [`${size}-`, `${size}-${size + 5}`, '96-95', '999999999999999-']) {
    t.equal((await get(`bytes=${range}`)).status, 416, range);
  }
});

t.test('ranges that the protocol does not know are ignored: the paper comes whole', async (t) => {
  for (const range of [
    'bytes=0-95,96-99',
    'bytes=-500',
    'chunks=0-1',
    'bytes=a-b',
    'bytes=0-95;',
    'bytes=',
  ]) {
    const { status, bytes } = await get(range);
    t.equal(status, 200, range);
    t.equal(bytes.length, paper.content.length);
  }
});

/** How many blobs this process, which is also the server, holds open. */
const openBlobs = (): number => {
  const folder = join(server.config.dataDir, 'blobs');
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
};

const skip = process.platform !== 'linux' && 'needs /proc';
t.test('a client that leaves in the middle of a paper leaves no file open', { skip }, async (t) => {
  const big = await keep(holder, randomBytes(12_000_000));
  const url = `${holder.url}${versionPath(holder, big.doc, 1)}/content`;
  const headers = { authorization: `Bearer ${holder.token}` };
  t.equal(openBlobs(), 0);
  const start = () =>
    new Promise<http.ClientRequest>((resolve, reject) => {
      const request = http.get(url, { headers, agent: false }, (response) => {
        response.once('error', () => undefined);
        response.once('readable', () => resolve(request));
      });
      request.once('error', reject);
    });
  const started = await Promise.all([start(), start(), start(), start()]);
  t.equal(openBlobs(), 4, 'they wait for their readers');
  for (const request of started) request.destroy();
  await until(() => openBlobs() === 0);
  const early = Array.from({ length: 20 }, (_, i) => {
    const request = http.get(url, { headers, agent: false });
    request.on('error', () => undefined);
    setTimeout(() => request.destroy(), i);
    return new Promise((resolve) => request.once('close', resolve));
  });
  await Promise.all(early);
  // requests that left at once may still be read: what stays open never comes to rest
  for (let calm = 0; calm < 5; calm = openBlobs() === 0 ? calm + 1 : 0) await call(holder, 'GET', '/healthz');
  t.equal(openBlobs(), 0);
});

t.test('what is in the bin can still be read, what is destroyed can’t', async (t) => {
  const first = await keep(holder, randomBytes(50), { thumbnail: true });
  const second = await keep(holder, randomBytes(60), {
    doc: first.doc,
    ver: 2,
    prev: manifestHash(first.manifest),
  });
  const at = (ver: number, part = 'content') =>
    call(holder, 'GET', `${versionPath(holder, first.doc, ver)}/${part}`);
  for (const ver of [1, 2]) t.equal((await at(ver)).status, 200, `version ${ver}`);
  t.equal((await at(1, 'thumbnail')).status, 200);
  refused(t, await at(2, 'thumbnail'), 'not_found', 'a thumbnail that is not there');
  refused(t, await at(3), 'not_found', 'a version that is not there');
  t.equal((await commit(holder, { bin: [second.doc] })).status, 200);
  for (const ver of [1, 2]) t.equal((await at(ver)).status, 200, `version ${ver} in the bin`);
  t.equal((await commit(holder, { destroy: [second.doc] })).status, 200);
  for (const ver of [1, 2]) refused(t, await at(ver), 'not_found', `version ${ver} destroyed`);
  const versions = await call(holder, 'GET', versionPath(holder, first.doc, 1).replace(/\/1$/, ''));
  refused(t, versions, 'not_found');
  const { bodies } = await readLog(holder);
  const reads = bodies.filter((body) => body.doc === toHex(first.doc) && body.act === 'paper.read');
  t.strictSame(
    reads.map((body) => `${body.ver} ${body.out}`),
    ['1 ok', '2 ok', '3 not_found', '1 ok', '2 ok', '1 not_found', '2 not_found'],
  );
});

t.test('a paper whose bytes the store lost is not said to be missing', async (t) => {
  const lost = await keep(holder, randomBytes(50));
  const [row] = await owner.rows('select content_key from versions where document = $1', [lost.doc]);
  await createDiskStore({ folder: join(server.config.dataDir, 'blobs') }).remove([row.content_key]);
  const answer = await call(holder, 'GET', `${versionPath(holder, lost.doc, 1)}/content`);
  refused(t, answer, 'unavailable');
});
