import { randomBytes } from 'node:crypto';
import t from 'tap';
import { u64 } from '../../src/core/bytes.js';
import {
  type Holder,
  openHolder,
  partsOf,
  prepareVersion,
  send,
  type Sent,
  versionPath,
} from '../helpers/holder.js';
import { blobsOnDisk, ownerOf, sweep } from '../helpers/inside.js';
import { patched } from '../helpers/forge.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { encodeParts, startUpload } from '../helpers/upload.js';

const server = await testServer(t, { QUOTA_MB: '1', QUOTA_VOUCHED_MB: '3', MAX_PAPER_MB: '4' });
const owner = await ownerOf(t, server);

const usedBy = async (holder: Holder): Promise<number> =>
  Number((await owner.rows('select used_bytes from safes where id = $1', [holder.safe]))[0].used_bytes);
const vouchFor = (holder: Holder) =>
  owner.rows('update accounts set vouched_at = now() where uid = $1', [holder.uid]);
const sizeOf = (sent: Sent): number =>
  sent.content.length + sent.metadata.length + (sent.thumbnail?.length ?? 0);

/** Sends without announcing a length, in HTTP chunks. */
const sendChunked = async (holder: Holder, sent: Sent) => {
  const { type, body } = encodeParts(partsOf(sent));
  const upload = startUpload(holder, versionPath(holder, sent.doc, sent.ver), { type });
  for (let at = 0; at < body.length; at += 100_000) await upload.write(body.subarray(at, at + 100_000));
  upload.end();
  return upload.answer;
};

t.test('a paper without an announced length is taken like any other', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(400_000), { thumbnail: true });
  const answer = await sendChunked(holder, sent);
  t.equal(answer.status, 201);
  t.equal(answer.json.storedBytes, sizeOf(sent));
});

t.test('a paper that does not fit says that the safe is full, before its bytes are stored', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(1_300_000));
  const before = await blobsOnDisk(server);
  refused(t, await send(holder, sent), 'quota_exceeded', 'announced');
  refused(t, await sendChunked(holder, sent), 'quota_exceeded', 'not announced');
  t.equal(await usedBy(holder), 0);
  t.strictSame(await owner.rows('select key from blobs where safe = $1', [holder.safe]), []);
  await vouchFor(holder);
  t.equal((await send(holder, sent)).status, 201, 'a relay vouches: there is room');
  const more = await prepareVersion(holder, randomBytes(1_900_000));
  refused(t, await send(holder, more), 'quota_exceeded', 'more than a relay vouches for');
  t.equal(await usedBy(holder), sizeOf(sent));
  t.equal((await blobsOnDisk(server)).length, before.length + 1);
});

t.test('a paper that no safe takes is refused for its size, whatever it announces', async (t) => {
  const holder = await openHolder(server.address);
  await vouchFor(holder);
  const sent = await prepareVersion(holder, Buffer.alloc(1000));
  const path = versionPath(holder, sent.doc, 1);
  const { type, body } = encodeParts(partsOf(sent));
  const announced = startUpload(holder, path, { type, length: 5_000_000_000 });
  await announced.write(body.subarray(0, 100));
  refused(t, await announced.answer, 'too_large', 'announced by the request');
  const padded = 5_242_880;
  const count = padded / 2 ** 18;
  const header = patched(
    Uint8Array.from(sent.content.subarray(0, 96)),
    [44, u64(padded)],
    [52, Uint8Array.of(0, 0, 0, count)],
  );
  const huge = { ...sent, content: Buffer.concat([header, sent.content.subarray(96)]) };
  refused(t, await sendChunked(holder, huge), 'too_large', 'announced by the container');
  t.strictSame(await owner.rows('select document from versions where safe = $1', [holder.safe]), []);
});

t.test('papers sent at the same time can’t take more room together than there is', async (t) => {
  const holder = await openHolder(server.address);
  const papers = await Promise.all(
    Array.from({ length: 8 }, () => prepareVersion(holder, randomBytes(300_000))),
  );
  const answers = await Promise.all(papers.map((sent) => send(holder, sent)));
  const taken = papers.filter((_, i) => answers[i]?.status === 201);
  t.equal(taken.length, 3, 'three of about 300 kB fit into 1 MB');
  for (const answer of answers) if (answer.status !== 201) refused(t, answer, 'quota_exceeded');
  t.equal(
    await usedBy(holder),
    taken.reduce((sum, sent) => sum + sizeOf(sent), 0),
  );
  await sweep(server, { uploadMs: 0, stagedMs: 10 ** 12 });
  t.equal((await owner.rows('select key from blobs')).length, (await blobsOnDisk(server)).length);
});

t.test('a paper whose answer got lost is sent again, also where it would not fit twice', async (t) => {
  const holder = await openHolder(server.address);
  const first = await prepareVersion(holder, randomBytes(700_000));
  t.equal((await send(holder, first)).status, 201);
  t.equal((await send(holder, first)).status, 201, 'the same bytes');
  const again = await prepareVersion(holder, randomBytes(600_000), { doc: first.doc });
  t.equal((await send(holder, again)).status, 201, 'encrypted anew');
  t.equal((await sendChunked(holder, again)).status, 201, 'without an announced length');
  t.equal(await usedBy(holder), sizeOf(again));
  const other = await prepareVersion(holder, randomBytes(600_000));
  refused(t, await send(holder, other), 'quota_exceeded', 'another paper');
});

t.test('a paper that is given up gives its room back', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(600_000), { thumbnail: true });
  t.equal((await send(holder, sent)).status, 201);
  await sweep(server);
  t.equal(await usedBy(holder), 0);
  t.strictSame(await blobsOnDisk(server), []);
  t.strictSame(await owner.rows('select key from blobs'), []);
  t.equal((await send(holder, sent)).status, 201, 'and may be sent again');
});
