import { randomBytes } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { cutProxy, throughProxy } from '../helpers/cut-proxy.js';
import { until } from '../helpers/embedded.js';
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
import { testServer } from '../helpers/server.js';
import { sendSlowly } from '../helpers/slow-upload.js';

const diskOf = (dataDir: string) => createDiskStore({ folder: join(dataDir, 'blobs') });

/** Does something once, when half of the body is under way. */
const halfway = (act: () => unknown) => {
  let done = false;
  return {
    between: async (share: number): Promise<void> => {
      await sleep(1);
      if (done || share < 0.5) return;
      done = true;
      await act();
    },
  };
};

/** After trouble and its end: the same paper can be put in, and it is the only one there is. */
const recovers = async (t: Test, holder: Holder, sent: Sent, before: readonly Sent[] = []): Promise<void> => {
  t.strictSame((await visiblePapers(holder)).toSorted(), before.map(({ doc }) => toHex(doc)).toSorted());
  t.equal(await storedContent(holder, sent), null, 'nothing of it is to be read');
  t.equal((await send(holder, sent)).status, 201, 'a retry succeeds');
  t.equal((await commit(holder, { keep: [sent] })).status, 200);
  t.ok((await storedContent(holder, sent))?.equals(sent.content), 'and it is whole');
  await verifiedLog(holder);
};

t.test(
  'a database that goes away in mid-upload: an error says so, nothing is half there, a retry succeeds',
  async (t) => {
    const { ownerUrl } = await testDatabase(t);
    const { target, via } = throughProxy(ownerUrl);
    const door = await cutProxy(t, target);
    const server = await testServer(t, { DATABASE_URL: via(door.port) });
    const holder = await openHolder(server.address);
    const sent = await prepareVersion(holder, randomBytes(2_000_000), { thumbnail: true });
    const answer = await sendSlowly(holder, sent, halfway(door.cut));
    t.equal(answer.status, 503);
    t.equal(answer.json.error.code, 'unavailable');
    const reading = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
    t.equal(reading.json.error?.code, 'unavailable', 'meanwhile nothing else is promised either');
    t.equal((await call(holder, 'GET', '/readyz')).status, 503);
    t.equal((await call(holder, 'GET', '/healthz')).status, 200, 'but the process runs');
    door.mend();
    await until(async () => (await call(holder, 'GET', '/readyz')).status === 200);
    await recovers(t, holder, sent);
    await reckon(t, ownerUrl, diskOf(server.config.dataDir));
  },
);

t.test(
  'a database that goes away between a paper and its head: the head is refused, then kept once',
  async (t) => {
    const { ownerUrl } = await testDatabase(t);
    const { target, via } = throughProxy(ownerUrl);
    const door = await cutProxy(t, target);
    const server = await testServer(t, { DATABASE_URL: via(door.port) });
    const holder = await openHolder(server.address);
    const sent = await prepareVersion(holder, randomBytes(100_000));
    t.equal((await send(holder, sent)).status, 201);
    door.cut();
    t.equal((await commit(holder, { keep: [sent] })).json.error.code, 'unavailable');
    door.mend();
    t.equal((await commit(holder, { keep: [sent] })).status, 200);
    t.ok((await storedContent(holder, sent))?.equals(sent.content));
  },
);

t.test(
  'a store that goes away in mid-upload: an error says so, nothing is half there, a retry succeeds',
  async (t) => {
    const server = await testServer(t);
    const { dataDir } = server.config;
    const holder = await openHolder(server.address);
    const before = await keep(holder, randomBytes(10_000));
    const sent = await prepareVersion(holder, randomBytes(2_000_000));
    const away = (): void => renameSync(join(dataDir, 'blobs'), join(dataDir, 'unplugged'));
    const answer = await sendSlowly(holder, sent, halfway(away));
    t.equal(answer.status, 503);
    t.equal(answer.json.error.code, 'unavailable');
    await until(async () => (await call(holder, 'GET', '/readyz')).status === 503);
    await t.rejects(storedContent(holder, before), /503/, 'a paper on a missing disk is not "not found"');
    renameSync(join(dataDir, 'unplugged'), join(dataDir, 'blobs'));
    await recovers(t, holder, sent, [before]);
    await reckon(t, server.ownerUrl, diskOf(dataDir));
  },
);
