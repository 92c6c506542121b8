import { isSafeError, SafeError } from '../../core/errors.js';

/** No room: the disk, the quota, or the limit on the size of one file. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What a file system says, in the words of the port. */
export const diskFault = (error: unknown): SafeError => {
  if (isSafeError(error)) return error;
  return new SafeError(FULL.has(errorCode(error) ?? '') ? 'storage_full' : 'unavailable', { cause: error });
};

/** Runs file system calls; what they throw comes out in the words of the port. */
export const onDisk = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw diskFault(error);
  }
};
