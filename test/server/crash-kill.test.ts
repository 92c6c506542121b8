import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { type Chance, chance } from '../helpers/chance.js';
import { dataFolder, postmasterOf, silent } from '../helpers/embedded.js';
import { type Holder, openHolder, prepareVersion, type Sent } from '../helpers/holder.js';
import { reckon, storedContent, verifiedLog, visiblePapers } from '../helpers/reckoning.js';
import { freePort, type SpawnedServer, spawnServer } from '../helpers/spawned-server.js';
import { createUploader, type Uploader } from '../helpers/uploader.js';

const PAPERS = 50;
const UPLOADERS = 4;
/** Longer than a short upload takes, shorter than all of them: where in the work it falls is left to chance. */
const LONGEST_PEACE_MS = 250;

const killDatabase = (dataDir: string): void => {
  const pid = postmasterOf(dataDir);
  if (pid !== null) process.kill(pid, 'SIGKILL');
};

/** What is killed in a round; the server comes back where it was killed, its database comes back by itself. */
type Victim = 'server' | 'database' | 'both' | 'server, then again while it starts';
const VICTIMS: readonly Victim[] = [
  'server',
  'database',
  'server',
  'both',
  'server, then again while it starts',
  'server',
  'database',
  'server',
];

/** What is promised after every start. */
const checkPromises = async (t: Test, one: Uploader, sample: readonly Sent[]): Promise<void> => {
  const kept = [...new Set(one.kept.map(({ doc }) => toHex(doc)))];
  const doubtful = one.inDoubt();
  const mayBe = doubtful === null ? [] : [toHex(doubtful.doc)].filter((doc) => !kept.includes(doc));
  const seen = (await visiblePapers(one.holder)).filter((doc) => !mayBe.includes(doc));
  t.strictSame(seen.toSorted(), kept.toSorted(), 'what was kept is there, and nothing else');
  for (const sent of sample)
    t.ok((await storedContent(one.holder, sent))?.equals(sent.content), 'a kept version is whole');
  if (doubtful) {
    const bytes = await storedContent(one.holder, doubtful);
    t.ok(bytes === null || bytes.equals(doubtful.content), 'a version is whole or not to be seen');
  }
  for (const sent of [one.unseen(), ...one.abandoned]) {
    if (!sent) continue;
    // another paper may have been kept since in the place of one that was given up
    const taken = one.kept.some(({ doc, ver }) => toHex(doc) === toHex(sent.doc) && ver === sent.ver);
    const bytes = await storedContent(one.holder, sent);
    t.ok(taken ? !bytes?.equals(sent.content) : bytes === null, 'what was not kept is not to be read');
  }
};

const keptOf = (uploaders: readonly Uploader[]): number =>
  uploaders.reduce((sum, { kept }) => sum + kept.length, 0);

/** Kills; gives the server that runs after it. */
const strike = async (
  victim: Victim,
  server: SpawnedServer,
  dataDir: string,
  start: () => SpawnedServer,
  dice: Chance,
): Promise<SpawnedServer> => {
  if (victim === 'database' || victim === 'both') killDatabase(dataDir);
  if (victim === 'database') return server;
  await server.kill();
  if (victim === 'server, then again while it starts') {
    const again = start();
    await sleep(dice.below(600));
    await again.kill();
  }
  return start();
};

/** A new paper, or now and then a new version of one that was kept. */
const somePaper = (holder: Holder, kept: readonly Sent[], dice: Chance): Promise<Sent> => {
  const size = 1 + dice.below(dice.oneIn(4) ? 3_000_000 : 400_000);
  const last = dice.oneIn(3) ? kept.at(-1) : undefined;
  const place = last && { doc: last.doc, ver: last.ver + 1, prev: manifestHash(last.manifest) };
  return prepareVersion(holder, randomBytes(size), { thumbnail: dice.oneIn(2), ...place });
};

t.test(
  'papers put in while server and database are killed: each one acknowledged is whole, no other is seen',
  async (t) => {
    const dice = chance();
    t.comment(`CHANCE_SEED=${dice.seed}`);
    const dataDir = dataFolder(t);
    const port = String(await freePort());
    const start = () => spawnServer({ DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'warn' });
    let server = start();
    t.teardown(() => server.stop());
    const url = await server.url;

    let peace = true;
    let rounds = VICTIMS.length;
    const uploaders: Uploader[] = [];
    for (let i = 0; i < UPLOADERS; i += 1) {
      const holder = await openHolder(url);
      const isOver = (): boolean => !peace || (rounds === 0 && keptOf(uploaders) >= PAPERS);
      const one: Uploader = createUploader(holder, async () => {
        if (isOver()) return null;
        return somePaper(holder, one.kept, dice);
      });
      uploaders.push(one);
    }

    for (const victim of VICTIMS) {
      peace = true;
      const before = uploaders.map(({ kept }) => kept.length);
      const running = Promise.all(uploaders.map((one) => one.run()));
      await sleep(dice.below(LONGEST_PEACE_MS));
      peace = false;
      server = await strike(victim, server, dataDir, start, dice);
      await Promise.all([running, server.url]);
      for (const [i, one] of uploaders.entries()) {
        if (dice.oneIn(3)) one.giveUp();
        await checkPromises(t, one, one.kept.slice(before[i]));
      }
      rounds -= 1;
    }
    peace = true;
    await Promise.all(uploaders.map((one) => one.run()));

    for (const one of uploaders) {
      await checkPromises(t, one, one.kept);
      const log = await verifiedLog(one.holder);
      const keptIn = log.filter(({ act, out }) => act === 'paper.keep' && out === 'ok').map(({ doc }) => doc);
      t.strictSame(
        keptIn,
        one.kept.map(({ doc }) => toHex(doc)),
        'the log tells each paper once',
      );
      t.strictSame(one.faults, [], 'whoever was answered heard "unavailable" at worst');
    }
    const kept = keptOf(uploaders);
    t.ok(kept >= PAPERS);
    const stages = uploaders.flatMap((one) => one.interrupted);
    t.comment(`${kept} kept; cut short: ${stages.toSorted().join(' ')}`);

    const database = await startEmbeddedPostgres({ dataDir, log: silent });
    const blobs = createDiskStore({ folder: join(dataDir, 'blobs') });
    t.ok((await reckon(t, database.url, blobs)) >= kept);
    await database.stop();
    t.equal((await server.stop()).code, 0);
    t.equal(postmasterOf(dataDir), null, 'and nothing runs any more');
  },
);
