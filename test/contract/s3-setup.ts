import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  type CreateBucketCommandInput,
  CreateMultipartUploadCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Test } from 'tap';
import type { BlobStore } from '../../src/server/storage/blob-store.js';
import { createS3Store, type S3StoreOptions } from '../../src/server/storage/s3.js';
import { createSilentServer } from '../helpers/meddling-proxy.js';
import type { Credentials, ObjectServer } from '../helpers/object-stores.js';
import type { StoreMaker } from './blob-store.js';

/** A client of the test's own, to prepare what the adapter must cope with. */
export const plainClient = (t: Test, { endpoint }: ObjectServer, credentials: Credentials): S3Client => {
  const client = new S3Client({
    endpoint,
    credentials,
    region: 'us-east-1',
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  t.teardown(() => client.destroy());
  return client;
};

export const makeBucket = async (
  client: S3Client,
  more: Partial<CreateBucketCommandInput> = {},
): Promise<string> => {
  const bucket = `papers-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket, ...more }));
  return bucket;
};

export const optionsFor = (server: ObjectServer, bucket: string): S3StoreOptions => ({
  endpoint: server.endpoint,
  region: 'us-east-1',
  bucket,
  ...server.owner,
  forcePathStyle: true,
  prefix: `${randomUUID()}/`,
  pageSize: 100,
});

export const openStore = (t: Test, options: S3StoreOptions): BlobStore => {
  const store = createS3Store(options);
  t.teardown(() => store.close());
  return store;
};

/** The parts of a store maker that are the same for every S3 server. */
export const s3Maker = (
  server: ObjectServer,
  bucket: string,
): Pick<StoreMaker, 'make' | 'broken' | 'abandoned'> => {
  const options = (): S3StoreOptions => optionsFor(server, bucket);
  return {
    make: async (t) => openStore(t, options()),
    broken: {
      'a wrong secret': async (t) => openStore(t, { ...options(), secretAccessKey: 'not-the-secret' }),
      'an unknown user': async (t) => openStore(t, { ...options(), accessKeyId: 'nobody' }),
      'no such bucket': async (t) => openStore(t, { ...options(), bucket: `missing-${randomUUID()}` }),
      'a server that is down': async (t) => openStore(t, { ...options(), endpoint: 'http://127.0.0.1:1' }),
      'a server that never answers': async (t) => {
        const endpoint = await createSilentServer(t);
        return openStore(t, { ...options(), endpoint, timeouts: { answerMs: 200 } });
      },
    },
    abandoned: async (t, key) => {
      const mine = options();
      const client = plainClient(t, server, server.owner);
      const Bucket = bucket;
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key: `${mine.prefix}${key}` }));
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key: `${mine.prefix}somebody-elses` }));
      return openStore(t, mine);
    },
  };
};
