import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import t from 'tap';
import { createS3Store } from '../../src/server/storage/s3.js';
import { newKey, sourceOf } from '../helpers/blob-sources.js';
import { useObjectServer } from '../helpers/object-stores.js';
import { blobStoreContract } from './blob-store.js';
import { s3Network } from './s3-network.js';
import { makeBucket, openStore, optionsFor, plainClient, s3Maker } from './s3-setup.js';

const ceph = await useObjectServer(t, 'ceph');
if (ceph) {
  const client = plainClient(t, ceph, ceph.owner);
  const bucket = await makeBucket(client);

  await blobStoreContract(t, {
    ...s3Maker(ceph, bucket),
    writeOnce: 'atomic',
    many: 1_005,
    stubborn: async (t, key) => {
      const locked = await makeBucket(client);
      const options = optionsFor(ceph, locked);
      const store = openStore(t, options);
      await store.put(key, sourceOf(Buffer.alloc(1)), { size: 1 });
      const policy = {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:DeleteObject',
            Resource: `arn:aws:s3:::${locked}/${options.prefix}*`,
          },
        ],
      };
      await client.send(new PutBucketPolicyCommand({ Bucket: locked, Policy: JSON.stringify(policy) }));
      return store;
    },
  });

  await s3Network(t, ceph, bucket);

  await t.test('a store that is full says so', async (t) => {
    const narrow = await makeBucket(plainClient(t, ceph, ceph.restricted));
    const store = openStore(t, { ...optionsFor(ceph, narrow), ...ceph.restricted });
    const paper = Buffer.alloc(3_000_000);
    for (let turn = 0; turn < 10; turn++) {
      // most of the time it hangs up before its answer can be read
      const source = sourceOf(paper);
      await t.rejects(store.put(newKey(), source, { size: paper.length }), { code: 'storage_full' });
      t.ok(source.destroyed, 'the sender is not kept waiting');
    }
    await store.put(newKey(), sourceOf(Buffer.alloc(1_000)), { size: 1_000 });
  });

  await t.test('nothing is written where the bucket’s name is not ours', async (t) => {
    const options = { ...optionsFor(ceph, bucket), ...ceph.restricted };
    const store = createS3Store(options);
    t.teardown(() => store.close());
    await t.rejects(store.check(), { code: 'unavailable' });
  });
}
