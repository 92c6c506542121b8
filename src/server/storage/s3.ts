import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { SafeError } from '../../core/errors.js';
import type { BlobStore, ByteRange, PutOptions, WriteOnce } from './blob-store.js';
import { assertBlobKey, owningSource, wrongLength } from './guards.js';
import { abortUploads, deleteBlobs, listBlobs } from './s3-bulk.js';
import { createClients, type S3Place, type S3StoreOptions } from './s3-client.js';
import { answerOf, isNoSuchKey, onS3 } from './s3-faults.js';
import { probeStore, probeWriteOnce } from './s3-probe.js';
import { upload } from './s3-upload.js';

export type { S3StoreOptions } from './s3-client.js';

/**
 * Blobs in one bucket of an S3-compatible store, one PutObject each (up to 5 GB). Import it only where it is used: the
 * SDK takes a noticeable time to load.
 */
export const createS3Store = (options: S3StoreOptions): BlobStore => {
  const { bucket, prefix = '', pageSize = 1000 } = options;
  const place: S3Place = { clients: createClients(options), bucket, prefix, pageSize };
  const writeOnce = once(() => probeWriteOnce(place));
  return {
    put: (key, source, put) =>
      owningSource(source, put, async () => {
        assertBlobKey(key);
        await writeBlob(place, key, source, put, await onS3(writeOnce));
      }),
    async get(key, range) {
      assertBlobKey(key);
      return await onS3(() => readBlob(place, key, range));
    },
    async getWhole(key, size) {
      assertBlobKey(key);
      return await onS3(() => readWholeBlob(place, key, size));
    },
    async remove(keys) {
      keys.forEach(assertBlobKey);
      return { failed: await onS3(() => deleteBlobs(place, keys)) };
    },
    list: () => listBlobs(place),
    async check() {
      return await onS3(async () => {
        await probeStore(place);
        return { kind: 's3', writeOnce: await writeOnce() };
      });
    },
    sweepDrafts: (ageMs) => onS3(() => abortUploads(place, ageMs)),
    close: () => Promise.resolve(place.clients.destroy()),
  };
};

/** Remembers a success; a failure is tried again by the next caller. */
const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work().catch((error) => {
      result = undefined;
      throw error;
    });
    return result;
  };
};

const writeBlob = async (
  place: S3Place,
  key: string,
  source: Readable,
  options: PutOptions,
  writeOnce: WriteOnce,
): Promise<void> => {
  if (writeOnce === 'database' && (await onS3(() => exists(place, key)))) throw new SafeError('blob_exists');
  await upload(place, key, source, options, writeOnce);
};

const exists = async ({ clients, bucket, prefix }: S3Place, key: string): Promise<boolean> => {
  try {
    await clients.calls.send(new HeadObjectCommand({ Bucket: bucket, Key: prefix + key }));
    return true;
  } catch (error) {
    // the answer to HEAD has no body to tell key from bucket; without a bucket the PUT that follows fails
    if (answerOf(error).status === 404) return false;
    throw error;
  }
};

const readBlob = async (place: S3Place, key: string, range?: ByteRange): Promise<Readable | null> => {
  const { clients, bucket, prefix } = place;
  const Range = range && `bytes=${range.start}-${range.end}`;
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: prefix + key, ...(Range && { Range }) });
    const { Body } = await clients.downloads.send(command);
    if (Body instanceof Readable) return Body;
    throw new Error('the store answered without a body');
  } catch (error) {
    if (isNoSuchKey(error)) return null;
    if (answerOf(error).status === 416) throw new SafeError('range_not_satisfiable', { cause: error });
    throw error;
  }
};

const readWholeBlob = async (place: S3Place, key: string, size: number): Promise<Buffer | null> => {
  const source = await readBlob(place, key);
  if (source === null) return null;
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of source) {
    length += (piece as Buffer).length;
    if (length > size) throw wrongLength();
    pieces.push(piece as Buffer);
  }
  if (length !== size) throw wrongLength();
  return Buffer.concat(pieces);
};
