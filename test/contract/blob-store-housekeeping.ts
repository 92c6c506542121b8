import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import type { Test } from 'tap';
import type { BlobStore } from '../../src/server/storage/blob-store.js';
import { all, eventually, newKey, sourceOf } from '../helpers/blob-sources.js';
import type { StoreMaker } from './blob-store.js';

const putMany = async (store: BlobStore, keys: readonly string[]): Promise<void> => {
  const left = [...keys];
  const writer = async (): Promise<void> => {
    for (let key = left.pop(); key; key = left.pop()) {
      await store.put(key, sourceOf(Buffer.from(key)), { size: 32 });
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));
};

const DESCRIPTORS = '/proc/self/fd';
const openDescriptors = (): number => readdirSync(DESCRIPTORS).length;

/** Erasing, listing, sweeping, and leaving nothing open. */
export const blobStoreHousekeeping = async (t: Test, maker: StoreMaker): Promise<void> => {
  const { make, many, stubborn, abandoned } = maker;

  await t.test('more papers than one page holds are listed, each once, and erased', async (t) => {
    const store = await make(t);
    const keys = Array.from({ length: many }, newKey).toSorted();
    await putMany(store, keys);
    const listed = await all(store.list());
    t.strictSame(listed.map(({ key }) => key).toSorted(), keys);
    t.ok(listed.every((blob) => blob.size === 32));
    t.strictSame(await store.remove(keys), { failed: [] });
    t.strictSame(await all(store.list()), []);
    t.equal(await store.get(keys[0] ?? ''), null);
  });

  await t.test('erasing takes what is there, and what is not there counts as erased', async (t) => {
    const store = await make(t);
    const [gone, kept] = [newKey(), newKey()];
    await putMany(store, [gone, kept]);
    t.strictSame(await store.remove([newKey(), gone, newKey()]), { failed: [] });
    t.strictSame(await store.remove([gone]), { failed: [] });
    t.strictSame(await store.remove([]), { failed: [] });
    t.equal(await store.get(gone), null);
    t.strictSame(await all(store.list()), [{ key: kept, size: 32 }]);
  });

  await t.test('a paper that could not be erased is named', async (t) => {
    const key = newKey();
    const store = await stubborn(t, key);
    t.strictSame(await store.remove([key]), { failed: [key] });
  });

  await t.test('what a lost writer left is never seen, and is swept once it is old', async (t) => {
    const key = newKey();
    const store = await abandoned(t, key);
    t.equal(await store.get(key), null);
    t.strictSame(await all(store.list()), []);
    t.equal(await store.sweepDrafts(3_600_000), 0, 'a young one may still be at work');
    let swept = 0;
    // some stores give its beginning in whole seconds, rounded up
    await eventually(async () => (swept += await store.sweepDrafts(0)) > 0);
    t.equal(swept, 1);
    t.equal(await store.sweepDrafts(0), 0);
    await putMany(store, [key]);
    t.strictSame(await all(store.list()), [{ key, size: 32 }]);
  });

  await t.test(
    'a reader who leaves early keeps no file and no connection open',
    { skip: existsSync(DESCRIPTORS) ? false : 'open descriptors can be counted on Linux only' },
    async (t) => {
      const store = await make(t);
      const key = newKey();
      await store.put(key, sourceOf(randomBytes(20_000_000)), { size: 20_000_000 });
      const before = openDescriptors();
      for (let reader = 0; reader < 10; reader++) {
        const stream = await store.get(key);
        for await (const chunk of stream ?? []) if (chunk.length > 0) break;
        (await store.get(key))?.destroy();
      }
      t.ok(await eventually(() => openDescriptors() <= before));
    },
  );

  await t.test('a store says of itself that it works, and leaves no trace of the question', async (t) => {
    const store = await make(t);
    t.equal((await store.check()).writeOnce, maker.writeOnce);
    await store.check();
    t.strictSame(await all(store.list()), []);
    t.equal(await store.sweepDrafts(0), 0);
  });
};
