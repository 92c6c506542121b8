import { isSafeError, SafeError } from '../../../core/errors.js';
import { connect, type Line } from '../../workers/calls.js';
import { startWorker } from '../../workers/trusted.js';
import type { HeicEngine, JpegPhoto } from './heic-handlers.js';
import address from './heic-worker.ts?worker&url';

/** A photo of the largest size takes some seconds on an old machine; what takes longer was made to. */
const LONGEST_MS = 90_000;

let line: Line<HeicEngine> | undefined;
let waiting = 0;

/** Ends the decoder: its memory has grown with the largest photo, and never shrinks. */
export const endHeic = (): void => line?.end();

const decoded = async (bytes: Uint8Array): Promise<JpegPhoto> => {
  line ??= connect<HeicEngine>(
    startWorker(address),
    () => {
      line = undefined;
    },
    () => undefined,
  );
  const timer = setTimeout(endHeic, LONGEST_MS);
  try {
    return await line.remote.toJpeg(bytes);
  } catch (error) {
    // what broke it may have left it in pieces
    endHeic();
    throw isSafeError(error, 'broken_file') ? error : new SafeError('file_unreadable');
  } finally {
    clearTimeout(timer);
  }
};

/**
 * The JPEG of a HEIC whose skeleton was examined. The decoder is loaded for it, and ends when no more photos wait.
 *
 * @throws SafeError `broken_file`, `file_unreadable` where it takes too long or the decoder can't be had
 */
export const jpegOfHeic = async (bytes: Uint8Array): Promise<JpegPhoto> => {
  waiting += 1;
  try {
    return await decoded(bytes);
  } finally {
    waiting -= 1;
    if (waiting === 0) endHeic();
  }
};
