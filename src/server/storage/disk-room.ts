import { statfs } from 'node:fs/promises';
import { SafeError } from '../../core/errors.js';

/** Room on the disk that blobs may not take. */
export interface DiskRoom {
  /**
   * Sets `bytes` aside for one blob until the returned function is called. Throws `storage_full` if then less than the
   * reserve would be free, counting every blob that is being written as if nothing of it were on disk yet.
   */
  take(bytes: number): Promise<() => void>;
}

/**
 * A database that finds no room can't even record that a paper was read, so that nobody could read or remove one: blobs
 * stop before. `reserve` in bytes; 0 looks at nothing.
 */
export const createDiskRoom = (path: string, reserve: number): DiskRoom => {
  let promised = 0;
  return {
    async take(bytes) {
      promised += bytes;
      const giveBack = (): void => void (promised -= bytes);
      if (reserve === 0) return giveBack;
      try {
        const { bavail, bsize } = await statfs(path);
        if (bavail * bsize - promised < reserve) throw new SafeError('storage_full');
        return giveBack;
      } catch (error) {
        giveBack();
        throw error;
      }
    },
  };
};
