import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { publishOnce } from '../../src/server/storage/disk-publish.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { all, collect, newKey, sourceOf } from '../helpers/blob-sources.js';
import { runWriter } from '../helpers/writer-process.js';

const run = promisify(execFile);

const newFolder = async (t: Test): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pochette-blobs-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A disk of 4 MB, where this user may mount one. */
const mountSmallDisk = async (t: Test): Promise<string | null> => {
  const folder = await newFolder(t);
  const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]).catch(() => null);
  if (mounted) t.teardown(() => run('umount', [folder]));
  return mounted && folder;
};

await t.test('a full disk says so, keeps what it has and takes what still fits', async (t) => {
  const disk = await mountSmallDisk(t);
  if (!disk) {
    t.pass('needs the right to mount', { skip: 'only root can mount a small disk' });
    return;
  }
  const store = createDiskStore({ folder: join(disk, 'store') });
  const [small, large] = [newKey(), newKey()];
  const paper = randomBytes(1_000_000);
  await store.put(small, sourceOf(paper), { size: paper.length });
  await t.rejects(store.put(large, sourceOf(randomBytes(6_000_000)), { size: 6_000_000 }), {
    code: 'storage_full',
  });
  t.strictSame(await readdir(join(disk, 'store', 'drafts')), [], 'the room is given back');
  t.strictSame(await all(store.list()), [{ key: small, size: paper.length }]);
  await store.put(large, sourceOf(paper), { size: paper.length });
  const stream = await store.get(small);
  t.ok(stream && (await collect(stream)).equals(paper));
});

await t.test('a limit on the size of files counts as no room', async (t) => {
  const folder = await newFolder(t);
  const task = { store: { folder }, key: newKey(), size: 6_000_000, give: 6_000_000 };
  t.equal(await runWriter(task, 'ulimit -f 2048;'), 'storage_full');
  t.strictSame(await readdir(join(folder, 'drafts')), []);
  t.equal(await runWriter(task), 'stored');
});

await t.test('a paper that is cut while it is read is an error, never a shorter paper', async (t) => {
  const folder = await newFolder(t);
  const store = createDiskStore({ folder });
  const key = newKey();
  await store.put(key, sourceOf(randomBytes(5_000_000)), { size: 5_000_000 });
  const stream = (await store.get(key)) ?? Readable.from([]);
  await truncate(join(folder, 'blobs', key.slice(0, 2), key.slice(2, 4), key), 2_000_000);
  await t.rejects(collect(stream), { code: 'unavailable' });
});

await t.test('two servers on one folder never write the same key', async (t) => {
  const folder = await newFolder(t);
  const key = newKey();
  const task = { store: { folder }, key, size: 5_000_000, give: 5_000_000 };
  const words = await Promise.all([runWriter(task), runWriter(task), runWriter(task)]);
  t.strictSame(words.toSorted(), ['blob_exists', 'blob_exists', 'stored']);
});

const noLinks = (): Promise<void> =>
  Promise.reject(Object.assign(new Error('operation not permitted'), { code: 'EPERM' }));

await t.test('also without hard links a name is given once', async (t) => {
  const folder = await newFolder(t);
  const drafts = join(folder, 'drafts');
  const path = join(folder, 'key');
  await mkdir(drafts);
  const names = ['one', 'two', 'three'].map((name) => join(drafts, `key.${name}`));
  for (const name of names) await writeFile(name, name);
  const results = await Promise.allSettled(names.map((name) => publishOnce(name, path, noLinks)));
  const winner = results.findIndex(({ status }) => status === 'fulfilled');
  t.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  t.equal(await readFile(path, 'utf8'), names[winner]);
  const late = join(drafts, 'key.late');
  await writeFile(late, 'late');
  await t.rejects(publishOnce(late, path, noLinks), { code: 'EEXIST' });
  t.equal(await readFile(path, 'utf8'), names[winner]);
  t.notOk((await readdir(drafts)).some((name) => name.endsWith('.claim')));
});
