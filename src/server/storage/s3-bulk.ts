import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { isBlobKey } from './guards.js';
import { BEFORE_SIGNING, type S3Place, setContentMd5 } from './s3-client.js';
import { isNotImplemented, s3Fault } from './s3-faults.js';

/** Keys per DeleteObjects. The protocol allows 1000, but some stores take half a minute over them before they answer. */
const DELETE_BATCH = 100;

/** Every blob of the bucket; other objects that lie there are not ours to speak of. */
export const listBlobs = async function* (place: S3Place): AsyncGenerator<{ key: string; size: number }> {
  const { clients, bucket, prefix, pageSize } = place;
  try {
    const pages = paginateListObjectsV2(
      { client: clients.calls, pageSize },
      { Bucket: bucket, ...(prefix && { Prefix: prefix }) },
    );
    for await (const page of pages) {
      for (const { Key = '', Size = 0 } of page.Contents ?? []) {
        const key = Key.slice(prefix.length);
        if (isBlobKey(key)) yield { key, size: Size };
      }
    }
  } catch (error) {
    throw s3Fault(error);
  }
};

/** Removes keys and returns those the store kept; the SDK's errors come out when it could not be asked. */
export const deleteBlobs = async (place: S3Place, keys: readonly string[]): Promise<string[]> => {
  const failed: string[] = [];
  for (let from = 0; from < keys.length; from += DELETE_BATCH) {
    failed.push(...(await deleteBatch(place, keys.slice(from, from + DELETE_BATCH))));
  }
  return failed;
};

/** The answer is 200 also when nothing was removed: only its `Errors` tell. */
const deleteBatch = async (
  { clients, bucket, prefix }: S3Place,
  keys: readonly string[],
): Promise<string[]> => {
  const objects = keys.map((key) => ({ Key: prefix + key }));
  const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } });
  command.middlewareStack.add(
    (next) => (args) => {
      setContentMd5(args.request);
      return next(args);
    },
    BEFORE_SIGNING,
  );
  const { Errors = [] } = await clients.calls.send(command);
  const real = Errors.filter(({ Code }) => Code !== 'NoSuchKey');
  // an error that names no key may mean any of them
  if (real.some(({ Key }) => Key === undefined)) return [...keys];
  return real.map(({ Key = '' }) => Key.slice(prefix.length));
};

/**
 * Aborts multipart uploads of blobs begun before `ageMs` ago and tells how many. Nothing here begins one, but tools that
 * copy a bucket do.
 */
export const abortUploads = async (place: S3Place, ageMs: number): Promise<number> => {
  const before = Date.now() - ageMs;
  let aborted = 0;
  for (const { Key, UploadId, Initiated } of await unfinishedUploads(place)) {
    if (!isBlobKey(Key?.slice(place.prefix.length) ?? '') || Number(Initiated ?? 0) > before) continue;
    await place.clients.calls.send(new AbortMultipartUploadCommand({ Bucket: place.bucket, Key, UploadId }));
    aborted++;
  }
  return aborted;
};

/** All of them, before any is aborted: the markers of a listing may refer to what is gone then. */
const unfinishedUploads = async (place: S3Place): Promise<MultipartUpload[]> => {
  const found: MultipartUpload[] = [];
  let page = await uploadsAfter(place);
  while (page) {
    found.push(...(page.Uploads ?? []));
    page = page.IsTruncated ? await uploadsAfter(place, page) : null;
  }
  return found;
};

const uploadsAfter = async (
  { clients, bucket, prefix, pageSize }: S3Place,
  last: ListMultipartUploadsCommandOutput | null = null,
): Promise<ListMultipartUploadsCommandOutput | null> => {
  const command = new ListMultipartUploadsCommand({
    Bucket: bucket,
    Prefix: prefix,
    MaxUploads: pageSize,
    KeyMarker: last?.NextKeyMarker,
    UploadIdMarker: last?.NextUploadIdMarker,
  });
  try {
    return await clients.calls.send(command);
  } catch (error) {
    if (isNotImplemented(error)) return null; // a store without multipart uploads has none left over
    throw error;
  }
};
