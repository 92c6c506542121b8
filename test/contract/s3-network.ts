import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Test } from 'tap';
import { all, collect, newKey, sha256, sourceOf } from '../helpers/blob-sources.js';
import { createMeddlingProxy } from '../helpers/meddling-proxy.js';
import type { ObjectServer } from '../helpers/object-stores.js';
import { killWriter } from '../helpers/writer-process.js';
import { openStore, optionsFor, plainClient } from './s3-setup.js';

const paper = randomBytes(5_000_000);
const size = paper.length;

/** What an S3 store promises over a bad network, against a real server. */
export const s3Network = async (t: Test, server: ObjectServer, bucket: string): Promise<void> => {
  await t.test('a byte altered on the way is refused by the store itself', async (t) => {
    const options = optionsFor(server, bucket);
    const endpoint = await createMeddlingProxy(t, server.endpoint, {
      toServer: (chunk, passed) => {
        if (passed > 1_000_000 && passed < 1_200_000) chunk[0] = (chunk[0] ?? 0) ^ 1;
        return chunk;
      },
    });
    const [store, direct] = [openStore(t, { ...options, endpoint }), openStore(t, options)];
    const key = newKey();
    const signed = { size, sha256: sha256(paper) };
    await t.rejects(store.put(key, sourceOf(paper), signed), { code: 'root_mismatch' });
    t.equal(await direct.get(key), null);
  });

  await t.test('a download that is cut is an error, never a shorter paper', async (t) => {
    const options = optionsFor(server, bucket);
    const endpoint = await createMeddlingProxy(t, server.endpoint, {
      toClient: (chunk, passed) => (passed > 2_000_000 ? null : chunk),
    });
    const [store, direct] = [openStore(t, { ...options, endpoint }), openStore(t, options)];
    const key = newKey();
    await direct.put(key, sourceOf(paper), { size });
    const stream = (await store.get(key)) ?? Readable.from([]);
    await t.rejects(collect(stream), Error);
  });

  await t.test('an upload that the network cuts is unavailable and leaves nothing', async (t) => {
    const options = optionsFor(server, bucket);
    const endpoint = await createMeddlingProxy(t, server.endpoint, {
      toServer: (chunk, passed) => (passed > 2_000_000 ? null : chunk),
    });
    const [store, direct] = [openStore(t, { ...options, endpoint }), openStore(t, options)];
    const key = newKey();
    const source = sourceOf(paper);
    await t.rejects(store.put(key, source, { size }), { code: 'unavailable' });
    t.ok(source.destroyed, 'the sender is not kept waiting');
    t.equal(await direct.get(key), null);
    await direct.put(key, sourceOf(paper), { size });
  });

  await t.test('a server process that is killed while it stores leaves nothing', async (t) => {
    const options = optionsFor(server, bucket);
    const key = newKey();
    await killWriter({ store: { s3: options }, key, size, give: size / 2 }, () => Promise.resolve(true));
    const store = openStore(t, options);
    t.equal(await store.get(key), null);
    t.strictSame(await all(store.list()), []);
  });

  await t.test('what else lies in the bucket is not ours', async (t) => {
    const client = plainClient(t, server, server.owner);
    const options = optionsFor(server, bucket);
    for (const name of ['notes.txt', `${newKey()}.bak`, `other/${newKey()}`]) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: `${options.prefix}${name}`, Body: '-' }));
    }
    const store = openStore(t, options);
    t.strictSame(await all(store.list()), []);
  });
};
