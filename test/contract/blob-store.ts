import type { Test } from 'tap';
import type { BlobStore } from '../../src/server/storage/blob-store.js';
import { blobStoreFaults } from './blob-store-faults.js';
import { blobStoreHousekeeping } from './blob-store-housekeeping.js';
import { blobStorePapers } from './blob-store-papers.js';

export interface StoreMaker {
  /** An empty store of its own; what it needs is cleaned up with `t`. */
  readonly make: (t: Test) => Promise<BlobStore>;
  readonly writeOnce: 'atomic' | 'database';
  /** More papers than one page of a listing and one batch of a removal hold. */
  readonly many: number;
  /** Stores that can't work, by what is wrong with them. */
  readonly broken: Readonly<Record<string, (t: Test) => Promise<BlobStore>>>;
  /** A store that holds `key` and is kept from removing it. */
  readonly stubborn: (t: Test, key: string) => Promise<BlobStore>;
  /** A store in which one writer was lost in the middle of `key`. */
  readonly abandoned: (t: Test, key: string) => Promise<BlobStore>;
}

/** What every adapter of the port `BlobStore` promises. */
export const blobStoreContract = async (t: Test, maker: StoreMaker): Promise<void> => {
  await blobStorePapers(t, maker);
  await blobStoreFaults(t, maker);
  await blobStoreHousekeeping(t, maker);
};
