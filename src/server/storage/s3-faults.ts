import { S3ServiceException } from '@aws-sdk/client-s3';
import { isSafeError, SafeError } from '../../core/errors.js';

const FULL = new Set(['QuotaExceeded', 'InsufficientStorage', 'XMinioStorageFull', 'StorageFull']);
/** Ceph and AWS say the first, Swift the second. */
const ALTERED = new Set(['XAmzContentSHA256Mismatch', 'BadDigest']);

/** What a store answered; status 0 where it didn't. */
export const answerOf = (error: unknown): { readonly name: string; readonly status: number } =>
  error instanceof S3ServiceException
    ? { name: error.name, status: error.$metadata.httpStatusCode ?? 0 }
    : { name: '', status: 0 };

/** There is no such blob; a 404 about the bucket is a fault like any other. */
export const isNoSuchKey = (error: unknown): boolean => {
  const { name, status } = answerOf(error);
  return name === 'NoSuchKey' && status === 404;
};

export const isPreconditionFailed = (error: unknown): boolean => answerOf(error).status === 412;
export const isNotImplemented = (error: unknown): boolean => answerOf(error).status === 501;
/** The connection was lost without an answer, in the middle of what we sent. */
export const isHungUp = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET');
export const isAltered = (error: unknown): boolean => ALTERED.has(answerOf(error).name);

/** What a store says, in the words of the port. */
export const s3Fault = (error: unknown): SafeError => {
  if (isSafeError(error)) return error;
  const { name, status } = answerOf(error);
  return new SafeError(status === 507 || FULL.has(name) ? 'storage_full' : 'unavailable', { cause: error });
};

/** Runs calls of the SDK; what they throw comes out in the words of the port. */
export const onS3 = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw s3Fault(error);
  }
};
