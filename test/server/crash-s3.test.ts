import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { createS3Store } from '../../src/server/storage/s3.js';
import { cutProxy } from '../helpers/cut-proxy.js';
import { until } from '../helpers/embedded.js';
import { call, commit, keep, openHolder, prepareVersion, send } from '../helpers/holder.js';
import { type ObjectServer, useObjectServer } from '../helpers/object-stores.js';
import { reckon, storedContent, visiblePapers } from '../helpers/reckoning.js';
import { testServer } from '../helpers/server.js';
import { sendSlowly } from '../helpers/slow-upload.js';

const BUCKET = 'papers';

const makeBucket = async ({ endpoint, owner }: ObjectServer): Promise<void> => {
  const client = new S3Client({ endpoint, region: 'us-east-1', credentials: owner, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
};

t.test(
  'a bucket that cannot be reached in mid-upload: an error says so, nothing is half there, a retry succeeds',
  async (t) => {
    const store = await useObjectServer(t, 'swift');
    if (store === null) return;
    await makeBucket(store);
    const { hostname, port } = new URL(store.endpoint);
    const door = await cutProxy(t, { host: hostname, port: Number(port) });
    const server = await testServer(t, {
      S3_ENDPOINT: `http://127.0.0.1:${door.port}`,
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY_ID: store.owner.accessKeyId,
      S3_SECRET_ACCESS_KEY: store.owner.secretAccessKey,
    });
    const holder = await openHolder(server.address);
    const before = await keep(holder, randomBytes(200_000));
    const sent = await prepareVersion(holder, randomBytes(4_000_000), { thumbnail: true });
    const answer = await sendSlowly(holder, sent, {
      between: async (share) => {
        if (share >= 0.5) door.cut();
        await sleep(1);
      },
    });
    t.equal(answer.status, 503);
    t.equal(answer.json.error.code, 'unavailable');
    t.equal((await call(holder, 'GET', '/readyz')).status, 503);
    await t.rejects(
      storedContent(holder, before),
      /503/,
      'a paper that cannot be fetched is not "not found"',
    );
    t.strictSame(await visiblePapers(holder), [toHex(before.doc)]);
    door.mend();
    await until(async () => (await call(holder, 'GET', '/readyz')).status === 200);
    t.equal(await storedContent(holder, sent), null, 'nothing of it is to be read');
    t.equal((await send(holder, sent)).status, 201, 'a retry succeeds');
    t.equal((await commit(holder, { keep: [sent] })).status, 200);
    for (const one of [before, sent]) t.ok((await storedContent(holder, one))?.equals(one.content), 'whole');
    const s3 = server.config.s3;
    if (s3 === null) throw new Error('no store is set');
    const blobs = createS3Store(s3);
    t.equal(await reckon(t, server.ownerUrl, blobs), 3);
    await blobs.close();
  },
);
