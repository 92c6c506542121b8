import type { Readable } from 'node:stream';
import { SafeError } from '../../core/errors.js';
import type { PutOptions } from './blob-store.js';

const KEY = /^[0-9a-f]{32}$/;

export const isBlobKey = (name: string): boolean => KEY.test(name);

/** Keys become paths and URLs: nothing but a key may pass. */
export const assertBlobKey = (key: string): void => {
  if (!isBlobKey(key)) throw new SafeError('invalid_request', { message: 'This is not the key of a blob.' });
};

/** What arrived is not what was announced. */
export const mismatch = (details?: Record<string, string | number>, cause?: unknown): SafeError =>
  new SafeError('root_mismatch', { ...(details && { details }), cause });

/** A stored blob is not as long as it was when it was stored. */
export const wrongLength = (): SafeError =>
  new SafeError('unavailable', { message: 'A blob is not as long as it was.' });

const ignore = (): void => undefined;

/**
 * Runs a `put` that owns its source: an error of the source while the store still prepares must not become an uncaught
 * exception, and a source that is no longer wanted must not keep its connection open.
 */
export const owningSource = async (
  source: Readable,
  { signal }: PutOptions,
  work: () => Promise<void>,
): Promise<void> => {
  source.on('error', ignore);
  try {
    signal?.throwIfAborted();
    await work();
  } catch (error) {
    source.destroy();
    if (signal?.aborted) throw signal.reason;
    throw isCut(error) ? mismatch({}, error) : error;
  }
};

/** A source that closes without having ended. */
const isCut = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
