import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { blobStoreContract, type StoreMaker } from '../contract/blob-store.js';
import { eventually, newKey, sourceOf } from '../helpers/blob-sources.js';
import { killWriter } from '../helpers/writer-process.js';

const newFolder = async (t: Test): Promise<string> => {
  const parent = await mkdtemp(join(tmpdir(), 'pochette-blobs-'));
  t.teardown(() => rm(parent, { recursive: true, force: true }));
  return join(parent, 'store');
};

const pathOf = (folder: string, key: string): string =>
  join(folder, 'blobs', key.slice(0, 2), key.slice(2, 4), key);

const draftBytes = async (folder: string): Promise<number> => {
  const drafts = join(folder, 'drafts');
  const sizes = await Promise.all((await readdir(drafts)).map((name) => stat(join(drafts, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
};

const maker: StoreMaker = {
  writeOnce: 'atomic',
  many: 1_005,
  make: async (t) => createDiskStore({ folder: await newFolder(t) }),
  broken: {
    'a disk that is not mounted any more': async (t) => {
      const folder = await newFolder(t);
      const store = createDiskStore({ folder });
      await store.check();
      await rename(folder, `${folder}.away`);
      return store;
    },
    'an empty disk in place of the one that was mounted': async (t) => {
      const folder = await newFolder(t);
      const store = createDiskStore({ folder });
      await store.check();
      await rename(folder, `${folder}.away`);
      await mkdir(folder);
      return store;
    },
    'a file where the folder should be': async (t) => {
      const folder = await newFolder(t);
      await writeFile(folder, '');
      return createDiskStore({ folder });
    },
  },
  stubborn: async (t, key) => {
    const folder = await newFolder(t);
    const store = createDiskStore({ folder });
    await store.check();
    await mkdir(pathOf(folder, key), { recursive: true }); // a folder can't be unlinked, by nobody
    return store;
  },
  abandoned: async (t, key) => {
    const folder = await newFolder(t);
    const task = { store: { folder }, key, size: 20_000_000, give: 10_000_000 };
    await killWriter(task, () => eventually(async () => (await draftBytes(folder)) === 10_000_000));
    t.equal((await readdir(join(folder, 'drafts'))).length, 1);
    return createDiskStore({ folder });
  },
};

await blobStoreContract(t, maker);

await t.test('nobody but the server’s own user can look into the store', async (t) => {
  const folder = await newFolder(t);
  const store = createDiskStore({ folder });
  const key = newKey();
  await store.put(key, sourceOf(Buffer.alloc(10)), { size: 10 });
  const path = pathOf(folder, key);
  t.equal((await stat(path)).mode & 0o777, 0o600);
  for (const place of [dirname(path), dirname(dirname(path)), join(folder, 'drafts'), folder]) {
    t.equal((await stat(place)).mode & 0o777, 0o700, place);
  }
});

await t.test('a stored paper has one name: no draft of it stays behind', async (t) => {
  const folder = await newFolder(t);
  const store = createDiskStore({ folder });
  const key = newKey();
  await store.put(key, sourceOf(Buffer.alloc(10)), { size: 10 });
  t.strictSame(await readdir(join(folder, 'drafts')), []);
  t.equal((await stat(pathOf(folder, key))).nlink, 1);
  await t.rejects(store.put(key, sourceOf(Buffer.alloc(10)), { size: 10 }), { code: 'blob_exists' });
  t.strictSame(await readdir(join(folder, 'drafts')), []);
});
