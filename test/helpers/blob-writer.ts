// A program that stores one blob and tells its parent how that went: `given` when it has handed over what it was to give,
// then `stored` or the error's code. With `give` below `size` it waits for the rest for ever, so as to be killed.
import { Readable } from 'node:stream';
import { isSafeError } from '../../src/core/errors.js';
import type { BlobStore } from '../../src/server/storage/blob-store.js';
import type { S3StoreOptions } from '../../src/server/storage/s3.js';

export interface WriterTask {
  readonly store: { readonly folder: string } | { readonly s3: S3StoreOptions };
  readonly key: string;
  readonly size: number;
  readonly give: number;
}

const CHUNK = 65_536;

const open = async ({ store }: WriterTask): Promise<BlobStore> => {
  if ('s3' in store) return (await import('../../src/server/storage/s3.js')).createS3Store(store.s3);
  return (await import('../../src/server/storage/disk.js')).createDiskStore(store);
};

const tell = (word: string): void => void process.send?.(word);

const sourceFor = ({ size, give }: WriterTask): Readable => {
  let given = 0;
  return new Readable({
    read() {
      if (given < give) {
        const chunk = Buffer.alloc(Math.min(CHUNK, give - given), 7);
        given += chunk.length;
        this.push(chunk);
        return;
      }
      tell('given');
      if (give === size) this.push(null);
    },
  });
};

// without a handler the kernel ends a process that writes past its limit on the size of files
process.on('SIGXFSZ', () => undefined);

// a paper that waits for its rest keeps no process alive: what it is told by is held open until the end
process.channel?.ref();

const task: WriterTask = JSON.parse(process.argv[2] ?? '{}');
const store = await open(task);
try {
  await store.put(task.key, sourceFor(task), { size: task.size });
  tell('stored');
} catch (error) {
  tell(isSafeError(error) ? error.code : String(error));
}
process.disconnect?.();
