import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { openFolder, until } from '../helpers/embedded.js';
import {
  call,
  commit,
  type Holder,
  keep,
  openHolder,
  prepareVersion,
  send,
  type Sent,
} from '../helpers/holder.js';
import { testDatabase } from '../helpers/postgres.js';
import { reckon, storedContent, verifiedLog, visiblePapers } from '../helpers/reckoning.js';
import { spawnServer } from '../helpers/spawned-server.js';

/** Words before a program that give it a small disk of its own on `folder`, in memory, which ends with it. */
const onSmallDisk = (folder: string, megabytes: number): readonly string[] => {
  const account = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user', '--keep-caps'];
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=711 pochette "$0" && exec "$@"`;
  return ['unshare', ...account, '--mount', 'sh', '-c', mount, folder];
};

const canMount = (folder: string): boolean => {
  const [program = '', ...rest] = onSmallDisk(folder, 1);
  return spawnSync(program, [...rest, 'true']).status === 0;
};
const NO_MOUNT = 'this machine lets us mount no small disk: the limit on a file stands in for it';

const serve = async (t: Test, env: Record<string, string>, under: readonly string[]): Promise<Holder> => {
  const server = spawnServer({ LOG_LEVEL: 'silent', ...env }, { under });
  t.teardown(() => server.stop());
  return openHolder(await server.url);
};

/** Puts in smaller and smaller papers until none fits. */
const fill = async (t: Test, holder: Holder): Promise<Sent[]> => {
  const kept: Sent[] = [];
  for (let size = 8_000_000; size >= 20_000; ) {
    const next = await prepareVersion(holder, randomBytes(size));
    const answer = await send(holder, next);
    if (answer.status === 201 && (await commit(holder, { keep: [next] })).status === 200) kept.push(next);
    else if (answer.json.error?.code === 'storage_full' && answer.status === 507) size = Math.floor(size / 2);
    else throw new Error(`answered ${answer.status} ${answer.json.error?.code}`);
  }
  t.ok(kept.length > 0);
  return kept;
};

const allWhole = async (t: Test, holder: Holder, kept: readonly Sent[]): Promise<void> => {
  t.strictSame((await visiblePapers(holder)).toSorted(), kept.map(({ doc }) => toHex(doc)).toSorted());
  for (const sent of kept) t.ok((await storedContent(holder, sent))?.equals(sent.content), 'it is whole');
};

const removalMakesRoom = async (t: Test, holder: Holder, kept: readonly Sent[]): Promise<void> => {
  const doc = kept[0]?.doc ?? new Uint8Array(16);
  t.equal((await commit(holder, { bin: [doc] })).status, 200);
  t.equal((await commit(holder, { destroy: [doc] })).status, 200);
  const again = await prepareVersion(holder, randomBytes(2_000_000));
  await until(async () => (await send(holder, again)).status === 201);
  t.equal((await commit(holder, { keep: [again] })).status, 200);
};

t.test(
  'no room for a paper: an error says so, nothing is half there, smaller papers still fit',
  async (t) => {
    const { ownerUrl } = await testDatabase(t);
    const dataDir = openFolder(t);
    // Blocks of 512 bytes: 8 MiB to a file. The runner of tests would end its children at the signal that comes with it,
    // which Node by itself ignores.
    const limit = ['sh', '-c', 'ulimit -f 16384; unset NODE_OPTIONS; exec "$@"', 'sh'];
    const holder = await serve(t, { DATABASE_URL: ownerUrl, DATA_DIR: dataDir }, limit);
    const small = await keep(holder, randomBytes(100_000));
    const large = await prepareVersion(holder, randomBytes(12_000_000));
    const answer = await send(holder, large);
    t.equal(answer.status, 507);
    t.equal(answer.json.error.code, 'storage_full');
    await allWhole(t, holder, [small]);
    t.equal(await storedContent(holder, large), null);
    const other = await keep(holder, randomBytes(100_000));
    await allWhole(t, holder, [small, other]);
    const blobs = createDiskStore({ folder: join(dataDir, 'blobs') });
    t.equal(await reckon(t, ownerUrl, blobs), 2, 'nothing of it is left');
  },
);

t.test(
  'a disk full to its last byte: an error says so, nothing is half there, removing a paper makes room',
  async (t) => {
    const { ownerUrl } = await testDatabase(t);
    const dataDir = openFolder(t);
    if (!canMount(dataDir)) return t.comment(NO_MOUNT);
    const env = { DATABASE_URL: ownerUrl, DATA_DIR: dataDir, DISK_RESERVE_MB: '0', QUOTA_MB: '1000' };
    const holder = await serve(t, env, onSmallDisk(dataDir, 12));
    const kept = await fill(t, holder);
    t.equal((await call(holder, 'GET', '/healthz')).status, 200);
    await allWhole(t, holder, kept);
    await removalMakesRoom(t, holder, kept);
  },
);

t.test('papers never take the room that the database needs to let them be read and removed', async (t) => {
  const dataDir = openFolder(t);
  if (!canMount(dataDir)) return t.comment(NO_MOUNT);
  const env = { DATA_DIR: dataDir, DISK_RESERVE_MB: '48', QUOTA_MB: '1000' };
  const holder = await serve(t, env, onSmallDisk(dataDir, 160));
  const kept = await fill(t, holder);
  // each of these is a row in the log
  for (let i = 0; i < 500; i += 1)
    t.equal((await call(holder, 'GET', '/v1/safes')).status, 200, 'the safe is looked at');
  await allWhole(t, holder, kept);
  await verifiedLog(holder);
  await removalMakesRoom(t, holder, kept);
});
