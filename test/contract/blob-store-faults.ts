import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { Test } from 'tap';
import type { BlobStore } from '../../src/server/storage/blob-store.js';
import { all, collect, newKey, sha256, sourceOf } from '../helpers/blob-sources.js';
import type { StoreMaker } from './blob-store.js';

const paper = randomBytes(5_000_000);
const size = paper.length;

const holdsNothing = async (t: Test, store: BlobStore, key: string): Promise<void> => {
  t.equal(await store.get(key), null, 'nothing is under the key');
  t.strictSame(await all(store.list()), [], 'nothing is in the list');
  await store.put(key, sourceOf(paper), { size });
  const stream = await store.get(key);
  t.ok(stream && (await collect(stream)).equals(paper), 'and the same key works at the next try');
};

/** What goes wrong leaves nothing behind and says what it was. */
export const blobStoreFaults = async (t: Test, { make, broken }: StoreMaker): Promise<void> => {
  for (const [wrong, makeBroken] of Object.entries(broken)) {
    await t.test(`${wrong}: everything says so, and no paper is said not to exist`, async (t) => {
      const store = await makeBroken(t);
      const key = newKey();
      const source = sourceOf(paper);
      await t.rejects(store.get(key), { code: 'unavailable' });
      await t.rejects(store.getWhole(key, size), { code: 'unavailable' });
      await t.rejects(store.put(key, source, { size }), { code: 'unavailable' });
      t.ok(source.destroyed, 'the sender is not kept waiting');
      await t.rejects(store.put(key, sourceOf(Buffer.alloc(1)), { size: 1 }), { code: 'unavailable' });
      await t.rejects(all(store.list()), { code: 'unavailable' });
      await t.rejects(store.remove([key]), { code: 'unavailable' });
      await t.rejects(store.check(), { code: 'unavailable' });
      await t.rejects(store.sweepDrafts(0), { code: 'unavailable' });
    });
  }

  const lost = new Error('the phone lost its network');
  const fail = (): never => {
    throw lost;
  };
  const half = paper.subarray(0, size / 2);

  await t.test('a sender that fails in the middle leaves nothing', async (t) => {
    const store = await make(t);
    const key = newKey();
    await t.rejects(store.put(key, sourceOf(half, fail), { size }), lost);
    await holdsNothing(t, store, key);
  });

  await t.test('a sender that fails after its last byte leaves nothing', async (t) => {
    const store = await make(t);
    const key = newKey();
    await t.rejects(store.put(key, sourceOf(paper, fail), { size }), lost);
    await t.rejects(store.put(key, sourceOf(Buffer.alloc(0), fail), { size: 0 }), lost);
    await holdsNothing(t, store, key);
  });

  await t.test('a sender that is gone before the store is ready harms nobody', async (t) => {
    const store = await make(t);
    const key = newKey();
    const source = new PassThrough();
    const done = store.put(key, source, { size });
    source.destroy(lost);
    await t.rejects(done, lost);
    await holdsNothing(t, store, key);
  });

  await t.test('a connection cut without a word leaves nothing', async (t) => {
    const store = await make(t);
    const key = newKey();
    const source = new PassThrough();
    const done = store.put(key, source, { size });
    source.write(half, () => source.destroy());
    await t.rejects(done, { code: 'root_mismatch' });
    await holdsNothing(t, store, key);
  });

  await t.test('a transfer that is called off leaves nothing', async (t) => {
    const store = await make(t);
    const key = newKey();
    const source = new PassThrough();
    const off = new AbortController();
    const done = store.put(key, source, { size, signal: off.signal });
    source.write(half, () => off.abort(lost));
    await t.rejects(done, lost);
    t.ok(source.destroyed);
    const refused = sourceOf(paper);
    await t.rejects(store.put(key, refused, { size, signal: off.signal }), lost);
    t.ok(refused.destroyed);
    await holdsNothing(t, store, key);
  });

  await t.test('a paper shorter or longer than announced is refused', async (t) => {
    const store = await make(t);
    const key = newKey();
    for (const announced of [size + 1, size * 2, size - 1, size / 2, 1, 0]) {
      await t.rejects(
        store.put(key, sourceOf(paper), { size: announced }),
        { code: 'root_mismatch' },
        `${size} bytes where ${announced} were announced`,
      );
    }
    await holdsNothing(t, store, key);
  });

  await t.test('bytes that are not those of the signed hash are refused', async (t) => {
    const store = await make(t);
    const key = newKey();
    const altered = Buffer.from(paper);
    altered[size - 1] = (altered[size - 1] ?? 0) ^ 1;
    const signed = { size, sha256: sha256(paper) };
    await t.rejects(store.put(key, sourceOf(altered), signed), { code: 'root_mismatch' });
    await holdsNothing(t, store, key);
  });

  await t.test('what is not a key reaches no path and no address', async (t) => {
    const store = await make(t);
    const bad = ['', '..', `../${newKey()}`, newKey().toUpperCase().replace(/^./, 'A'), `${newKey()}0`];
    for (const key of bad) {
      await t.rejects(store.get(key), { code: 'invalid_request' });
      await t.rejects(store.put(key, sourceOf(paper), { size }), { code: 'invalid_request' });
      await t.rejects(store.remove([key]), { code: 'invalid_request' });
    }
  });
};
