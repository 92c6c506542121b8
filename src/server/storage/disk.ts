import { randomBytes, randomUUID } from 'node:crypto';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SafeError } from '../../core/errors.js';
import type { BlobStore } from './blob-store.js';
import { onDisk } from './disk-faults.js';
import { createDiskFolder, type DiskFolder } from './disk-folder.js';
import { FILE_MODE } from './disk-publish.js';
import { listBlobs, readBlob, readWholeBlob } from './disk-read.js';
import { createDiskRoom } from './disk-room.js';
import { removeBlobs, sweepFolder, writeBlob } from './disk-write.js';
import { assertBlobKey, owningSource } from './guards.js';

export interface DiskStoreOptions {
  /** Made if missing, with access for its owner alone. */
  readonly folder: string;
  /** Bytes of the disk that blobs leave free for everything else that lies there; 0 by default. */
  readonly reserve?: number;
}

/** Blobs as files of one folder, for one machine. Hard links make a key written once, also between processes. */
export const createDiskStore = ({ folder: root, reserve = 0 }: DiskStoreOptions): BlobStore => {
  const folder = createDiskFolder(root);
  const room = createDiskRoom(root, reserve);
  return {
    put: (key, source, options) =>
      owningSource(source, options, async () => {
        const giveBack = await onDisk(async () => {
          await folder.ready();
          return await room.take(options.size);
        });
        await writeBlob(folder, key, source, options).finally(giveBack);
      }),
    async get(key, range) {
      assertBlobKey(key);
      return await onDisk(() => readBlob(folder, key, range));
    },
    async getWhole(key, size) {
      assertBlobKey(key);
      return await onDisk(() => readWholeBlob(folder, key, size));
    },
    async remove(keys) {
      keys.forEach(assertBlobKey);
      return { failed: await onDisk(() => removeBlobs(folder, keys)) };
    },
    list: () => listBlobs(folder),
    async check() {
      await onDisk(() => probe(folder));
      return { kind: 'disk', writeOnce: 'atomic' };
    },
    sweepDrafts: (ageMs) => onDisk(() => sweepFolder(folder, ageMs)),
    close: () => Promise.resolve(),
  };
};

/** Writes, flushes, reads back and removes a draft. */
const probe = async (folder: DiskFolder): Promise<void> => {
  await folder.assertPresent();
  const path = join(folder.drafts, `probe.${randomUUID()}`);
  const bytes = randomBytes(32);
  try {
    await writeFile(path, bytes, { flag: 'wx', mode: FILE_MODE, flush: true });
    if (bytes.equals(await readFile(path))) return;
    throw new SafeError('unavailable', { message: 'The disk gives back other bytes than were written.' });
  } finally {
    await unlink(path).catch(() => undefined);
  }
};
