import { randomBytes } from 'node:crypto';
import type { Test } from 'tap';
import { isSafeError } from '../../src/core/errors.js';
import type { BlobStore } from '../../src/server/storage/blob-store.js';
import { all, collect, newKey, sha256, sourceOf } from '../helpers/blob-sources.js';
import { watchedSource } from '../helpers/memory.js';
import type { StoreMaker } from './blob-store.js';

const SIZES = { nothing: 0, 'one byte': 1, '256 KiB and one byte': 262_145, '20 MB': 20_000_000 };
/** What one transfer may hold in memory, the system's own buffers aside. */
const IN_FLIGHT = 3 * 1024 * 1024;

const read = async (store: BlobStore, key: string, range?: { start: number; end: number }) => {
  const stream = await store.get(key, range);
  return stream && (await collect(stream));
};

const put = (store: BlobStore, key: string, bytes: Buffer) =>
  store.put(key, sourceOf(bytes), { size: bytes.length });

/** Bytes go in and come out. */
export const blobStorePapers = async (t: Test, { make, writeOnce }: StoreMaker): Promise<void> => {
  for (const [name, size] of Object.entries(SIZES)) {
    await t.test(`a paper of ${name} comes back as it went in`, async (t) => {
      const store = await make(t);
      const bytes = randomBytes(size);
      const [plain, signed] = [newKey(), newKey()];
      await put(store, plain, bytes);
      await store.put(signed, sourceOf(bytes), { size, sha256: sha256(bytes) });
      for (const key of [plain, signed]) t.ok((await read(store, key))?.equals(bytes));
      t.strictSame(
        (await all(store.list())).map((blob) => blob.size),
        [size, size],
      );
    });
  }

  await t.test('any part of a paper can be read alone', async (t) => {
    const store = await make(t);
    const bytes = randomBytes(700_000);
    const key = newKey();
    await put(store, key, bytes);
    for (const [start, end] of [
      [0, 0],
      [1, 262_144],
      [262_144, 524_287],
      [699_999, 699_999],
    ] as const) {
      t.ok(
        (await read(store, key, { start, end }))?.equals(bytes.subarray(start, end + 1)),
        `${start}-${end}`,
      );
    }
    t.ok((await read(store, key, { start: 699_990, end: 900_000 }))?.equals(bytes.subarray(699_990)));
    await t.rejects(store.get(key, { start: 700_000, end: 700_010 }), { code: 'range_not_satisfiable' });
  });

  await t.test('a small paper comes back in one piece, or not at all', async (t) => {
    const store = await make(t);
    for (const size of [0, 1, 32_768, 300_000]) {
      const key = newKey();
      const bytes = randomBytes(size);
      await put(store, key, bytes);
      t.ok((await store.getWhole(key, size))?.equals(bytes), `${size}`);
      await t.rejects(store.getWhole(key, size + 1), { code: 'unavailable' }, 'shorter than it was');
      if (size > 0)
        await t.rejects(store.getWhole(key, size - 1), { code: 'unavailable' }, 'longer than it was');
    }
  });

  await t.test('a paper that is not there is told from one that can’t be reached', async (t) => {
    const store = await make(t);
    t.equal(await store.get(newKey()), null);
    t.equal(await store.get(newKey(), { start: 0, end: 9 }), null);
    t.equal(await store.getWhole(newKey(), 9), null);
    await put(store, newKey(), Buffer.from('another one'));
    t.equal(await store.get(newKey()), null);
  });

  await t.test('a stored paper is never written over', async (t) => {
    const store = await make(t);
    const key = newKey();
    await put(store, key, Buffer.from('the first'));
    const second = sourceOf(randomBytes(3_000_000));
    await t.rejects(store.put(key, second, { size: 3_000_000 }), { code: 'blob_exists' });
    t.ok(second.destroyed, 'the sender is not kept waiting');
    t.equal(String(await read(store, key)), 'the first');
    t.equal((await all(store.list())).length, 1);
  });

  await t.test('of writers at the same moment the key holds one whole paper', async (t) => {
    const store = await make(t);
    const key = newKey();
    const papers = [1, 2, 3, 4].map((fill) => Buffer.alloc(2_500_000, fill));
    const results = await Promise.allSettled(papers.map((paper) => put(store, key, paper)));
    const winners = papers.filter((_, index) => results[index]?.status === 'fulfilled');
    const stored = await read(store, key);
    t.ok(winners.some((paper) => stored?.equals(paper)));
    if (writeOnce === 'atomic') t.equal(winners.length, 1, 'the others are told that the key is taken');
    for (const result of results) {
      if (result.status === 'rejected') t.ok(isSafeError(result.reason, 'blob_exists'));
    }
    t.equal((await store.check()).writeOnce, writeOnce);
  });

  await t.test('a paper of 200 MB passes through a few MB of memory', async (t) => {
    const store = await make(t);
    const key = newKey();
    const size = 200 * 1024 * 1024;
    const { source, peak } = watchedSource(size);
    await store.put(key, source, { size });
    t.ok(peak() > 0 && peak() <= IN_FLIGHT, `${peak()} bytes waited at most`);

    const stream = await store.get(key);
    let [total, waiting] = [0, 0];
    for await (const chunk of stream ?? []) {
      total += chunk.length;
      waiting = Math.max(waiting, stream?.readableLength ?? 0);
    }
    t.equal(total, size);
    t.ok(waiting <= IN_FLIGHT, `${waiting} bytes waited for the reader at most`);
    await store.remove([key]); // not to fill a small server
  });
};
