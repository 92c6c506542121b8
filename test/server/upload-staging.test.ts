import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { until } from '../helpers/embedded.js';
import {
  call,
  commit,
  keep,
  openHolder,
  partsOf,
  prepareVersion,
  send,
  versionPath,
} from '../helpers/holder.js';
import { blobsOnDisk, ONLY_UPLOADS, ownerOf, sweep } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { encodeParts, startUpload } from '../helpers/upload.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const keysOf = async () =>
  (await owner.rows<{ key: string }>('select key from blobs order by key')).map((row) => row.key);

t.test('a paper that was sent is invisible until a head keeps it', async (t) => {
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(1000), { thumbnail: true });
  const path = versionPath(holder, sent.doc, 1);
  const look = async () => ({
    list: (await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`)).json,
    versions: await call(holder, 'GET', path.replace(/\/1$/, '')),
    content: await call(holder, 'GET', `${path}/content`),
    thumbnail: await call(holder, 'GET', `${path}/thumbnail`),
  });
  t.equal((await send(holder, sent)).status, 201);
  const before = await look();
  t.strictSame(before.list.papers, []);
  for (const part of [before.versions, before.content, before.thumbnail]) refused(t, part, 'not_found');
  t.equal((await commit(holder, { keep: [sent] })).status, 200);
  const after = await look();
  t.match(after.list.papers, [
    { doc: toHex(sent.doc), ver: 1, binnedAt: null, contentBytes: sent.content.length },
  ]);
  t.equal(after.versions.json.versions.length, 1);
  t.equal(after.content.status, 200);
  t.equal(after.thumbnail.status, 200);
});

t.test(
  'a version that is sent again takes the place of the first, and nothing is left of that',
  async (t) => {
    const holder = await openHolder(server.address);
    const before = await blobsOnDisk(server);
    const first = await prepareVersion(holder, randomBytes(5000), { thumbnail: true });
    const again = await prepareVersion(holder, randomBytes(9000), { doc: first.doc });
    for (const sent of [first, again, again]) t.equal((await send(holder, sent)).status, 201);
    await sweep(server, ONLY_UPLOADS);
    t.equal((await blobsOnDisk(server)).length, before.length + 1);
    t.strictSame(await keysOf(), await blobsOnDisk(server));
    const rows = await owner.rows('select manifest from versions where document = $1', [first.doc]);
    t.strictSame(
      rows.map((row) => toHex(row.manifest)),
      [toHex(again.manifest)],
    );
    const wrong = await commit(holder, { keep: [first] });
    refused(t, wrong, 'head_conflict', 'keeping what was replaced');
    t.equal((await commit(holder, { keep: [again] })).status, 200);
    refused(t, await send(holder, first), 'version_exists', 'a number that is kept');
    refused(t, await send(holder, again), 'version_exists', 'the very same, kept');
    const [row] = await owner.rows('select manifest_hash from documents where id = $1', [first.doc]);
    t.equal(toHex(row.manifest_hash), toHex(manifestHash(again.manifest)));
  },
);

t.test('of one version sent five times at once one is staged', async (t) => {
  const holder = await openHolder(server.address);
  const before = await blobsOnDisk(server);
  const first = await prepareVersion(holder, randomBytes(5000), { thumbnail: true });
  const others = await Promise.all(
    Array.from({ length: 4 }, () => prepareVersion(holder, randomBytes(5000), { doc: first.doc })),
  );
  const answers = await Promise.all([first, ...others].map((sent) => send(holder, sent)));
  t.strictSame(
    answers.map((answer) => answer.status),
    [201, 201, 201, 201, 201],
  );
  await sweep(server, ONLY_UPLOADS);
  const rows = await owner.rows('select * from versions where document = $1', [first.doc]);
  t.equal(rows.length, 1);
  const left = await blobsOnDisk(server);
  t.equal(left.length - before.length, rows[0].thumbnail_key === null ? 1 : 2);
  const [safe] = await owner.rows('select used_bytes from safes where id = $1', [holder.safe]);
  const { content_bytes, thumbnail_bytes, metadata } = rows[0];
  t.equal(Number(safe.used_bytes), Number(content_bytes) + (thumbnail_bytes ?? 0) + metadata.length);
});

t.test('a client that leaves in the middle of an upload leaves nothing', async (t) => {
  const holder = await openHolder(server.address);
  await keep(holder, randomBytes(100));
  const before = await blobsOnDisk(server);
  const sent = await prepareVersion(holder, randomBytes(900_000), { thumbnail: true });
  const { type, body } = encodeParts(partsOf(sent));
  const content = sent.content.length;
  // Within the content, between content and thumbnail, within the metadata, before the last byte.
  for (const share of [500_000, content + 300, content + 34_000, body.length - 1]) {
    for (const length of [body.length, undefined]) {
      const upload = startUpload(holder, versionPath(holder, sent.doc, 1), {
        type,
        ...(length && { length }),
      });
      await upload.write(body.subarray(0, share));
      await until(async () => (await keysOf()).length > before.length);
      upload.leave();
      await t.rejects(upload.answer);
      await until(async () => {
        await sweep(server, ONLY_UPLOADS);
        return (await keysOf()).length === before.length;
      });
      t.strictSame(await blobsOnDisk(server), before, `after ${share} of ${body.length} bytes`);
    }
  }
  t.strictSame(await owner.rows('select document from versions where document = $1', [sent.doc]), []);
  const list = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
  t.equal(list.json.papers.length, 1);
  t.equal((await send(holder, sent)).status, 201, 'and the paper may be sent again');
});

t.test('a large upload that is refused hears why, and is not read to its end', async (t) => {
  const holder = await openHolder(server.address);
  const small = await prepareVersion(holder, randomBytes(1000));
  const huge = { ...small, content: randomBytes(60_000_000) };
  refused(t, await send(holder, huge), 'quota_exceeded', 'announced: 60 MB');
  const { type, body } = encodeParts(partsOf({ ...small, content: randomBytes(30_000_000) }));
  const upload = startUpload(holder, versionPath(holder, small.doc, 1), { type });
  const progress = { sent: 0, answered: false };
  void upload.answer.finally(() => Object.assign(progress, { answered: true }));
  for (; !progress.answered && progress.sent < body.length; progress.sent += 65_536) {
    await upload.write(body.subarray(progress.sent, progress.sent + 65_536));
  }
  refused(t, await upload.answer, 'root_mismatch', 'not announced');
});

t.test('a paper that is kept is never collected, and holds up nobody else’s', async (t) => {
  await sweep(server);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(1000), { thumbnail: true });
  const gone = await prepareVersion(holder, randomBytes(1000));
  t.equal((await send(holder, gone)).status, 201);
  await owner.rows(
    `update blobs set state = 'doomed' where key in
       (select unnest(array[content_key, thumbnail_key]) from versions where document = $1)`,
    [paper.doc],
  );
  const before = await blobsOnDisk(server);
  await sweep(server);
  t.equal((await blobsOnDisk(server)).length, before.length - 1, 'what was given up is gone');
  t.equal((await call(holder, 'GET', `${versionPath(holder, paper.doc, 1)}/content`)).status, 200);
});
