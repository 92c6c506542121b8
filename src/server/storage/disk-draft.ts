import { createHash } from 'node:crypto';
import { close, fsync } from 'node:fs';
import { Writable } from 'node:stream';
import type { PutOptions } from './blob-store.js';
import { diskFault } from './disk-faults.js';
import { createWriteQueue, type Done } from './disk-queue.js';
import { mismatch } from './guards.js';

const inWords =
  (done: Done): Done =>
  (error) =>
    done(error ? diskFault(error) : null);

/**
 * The writable end of a draft. It finishes once exactly the announced bytes are on stable storage (fsync), else it fails:
 * with `root_mismatch` or with a fault of the disk. It owns `fd` and closes it when it closes.
 */
export const createDraftSink = (fd: number, { size, sha256 }: PutOptions): Writable => {
  const queue = createWriteQueue(fd);
  const hash = sha256 && createHash('sha256');
  let arrived = 0;

  const complaint = (): Error | null => {
    if (arrived !== size) return mismatch({ size, arrived });
    return !hash || !sha256 || hash.digest().equals(sha256) ? null : mismatch();
  };

  return new Writable({
    highWaterMark: 256 * 1024,
    decodeStrings: true,
    write(chunk: Buffer, _encoding, done) {
      arrived += chunk.length;
      if (arrived > size) return done(mismatch({ size, arrived }));
      hash?.update(chunk);
      queue.add(chunk, inWords(done));
    },
    final(done) {
      const wrong = complaint();
      if (wrong) return done(wrong);
      queue.idle(false, (error) => (error ? inWords(done)(error) : fsync(fd, inWords(done))));
    },
    destroy(error, done) {
      // the descriptor's number may be given to another file: never close it under a running write
      queue.idle(true, () => close(fd, (closing) => done(error ?? (closing && diskFault(closing)))));
    },
  });
};
