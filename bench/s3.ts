import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createS3Store } from '../src/server/storage/s3.js';
import { newKey } from '../test/helpers/blob-sources.js';
import { startObjectServer } from '../test/helpers/object-stores.js';
import type { Ground } from './ground.js';
import { secondsOf, sideBySide } from './rounds.js';
import { MB, type Row, type Size, type Skipped } from './row.js';

/** Bytes as they come from a connection. */
const PIECE = Buffer.alloc(64 * 1024, 7);

const sourceOf = (size: number): Readable => {
  let left = size;
  return new Readable({
    highWaterMark: PIECE.length,
    read() {
      const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
      left -= piece.length;
      this.push(piece.length > 0 ? piece : null);
    },
  });
};

const drain = async (stream: unknown, size: number): Promise<void> => {
  if (!(stream instanceof Readable)) throw new Error('there is nothing to read');
  let arrived = 0;
  for await (const chunk of stream) arrived += chunk.length;
  if (arrived !== size) throw new Error(`${arrived} bytes came back of ${size}`);
};

/** One large blob into radosgw and out of it: the adapter against the SDK that it is built on. */
export const s3Rows = async (ground: Ground, { quick }: Size): Promise<(Row | Skipped)[]> => {
  const size = (quick ? 40 : 200) * MB;
  const rounds = quick ? 3 : 7;
  const mb = Math.round(size / MB);
  const server = await startObjectServer('ceph', { store: 'bluestore' });
  if (!server)
    return [{ name: `S3, ${mb} MB`, skipped: 'radosgw is not installed: test/servers/install.sh' }];
  ground.later(server.stop);

  const { endpoint, owner } = server;
  const Bucket = `bench-${randomUUID()}`;
  const same = { endpoint, region: 'us-east-1', forcePathStyle: true };
  const sdk = new S3Client({
    ...same,
    credentials: owner,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const store = createS3Store({ ...same, bucket: Bucket, ...owner });
  ground.later(() => store.close());
  ground.later(() => sdk.destroy());
  await sdk.send(new CreateBucketCommand({ Bucket }));
  await store.check();

  const speedOf = async (job: () => Promise<unknown>): Promise<number> => size / MB / (await secondsOf(job));
  let key = newKey();
  const up = await sideBySide(
    rounds,
    async () => {
      await store.remove([key]);
      key = newKey();
      return await speedOf(() => store.put(key, sourceOf(size), { size }));
    },
    () =>
      speedOf(() =>
        sdk.send(new PutObjectCommand({ Bucket, Key: 'bare', Body: sourceOf(size), ContentLength: size })),
      ),
  );
  const down = await sideBySide(
    rounds,
    () => speedOf(async () => drain(await store.get(key), size)),
    () =>
      speedOf(async () => drain((await sdk.send(new GetObjectCommand({ Bucket, Key: 'bare' }))).Body, size)),
  );
  return [
    { name: `S3: store ${mb} MB in radosgw`, ...up, unit: 'MB/s', goal: { atLeast: 0.7 } },
    { name: `S3: read ${mb} MB from radosgw`, ...down, unit: 'MB/s', goal: { atLeast: 0.7 } },
  ];
};
