import { randomBytes, randomUUID } from 'node:crypto';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SafeError } from '../../core/errors.js';
import type { WriteOnce } from './blob-store.js';
import type { S3Place } from './s3-client.js';
import { isNotImplemented, isPreconditionFailed } from './s3-faults.js';

/** Not the form of a blob's key: `list` never shows one that a crash left behind. */
const probeKey = (place: S3Place): string => `${place.prefix}probe-${randomUUID()}`;

const withProbe = async <T>(place: S3Place, work: (key: string) => Promise<T>): Promise<T> => {
  const key = probeKey(place);
  try {
    return await work(key);
  } finally {
    await place.clients.calls
      .send(new DeleteObjectCommand({ Bucket: place.bucket, Key: key }))
      .catch(() => undefined);
  }
};

/** Writes, reads back and removes a few bytes. */
export const probeStore = (place: S3Place): Promise<void> =>
  withProbe(place, async (key) => {
    const { clients, bucket } = place;
    const bytes = randomBytes(32);
    await clients.calls.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes }));
    const answer = await clients.calls.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (bytes.equals((await answer.Body?.transformToByteArray()) ?? bytes.subarray(1))) return;
    throw new SafeError('unavailable', { message: 'The store gives back other bytes than were written.' });
  });

/**
 * Whether the store honours `If-None-Match: *` (RFC 9110 §13.1.2), asked by writing one key twice: some refuse the
 * header, some ignore it in silence.
 */
export const probeWriteOnce = (place: S3Place): Promise<WriteOnce> =>
  withProbe(place, async (key) => {
    const write = (): Promise<unknown> =>
      place.clients.calls.send(
        new PutObjectCommand({ Bucket: place.bucket, Key: key, Body: randomBytes(32), IfNoneMatch: '*' }),
      );
    try {
      await write();
    } catch (error) {
      if (isNotImplemented(error)) return 'database';
      throw error;
    }
    return await write().then(
      () => 'database' as const,
      (error) => {
        if (isPreconditionFailed(error)) return 'atomic' as const;
        if (isNotImplemented(error)) return 'database' as const;
        throw error;
      },
    );
  });
