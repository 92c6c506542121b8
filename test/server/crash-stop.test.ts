import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import t from 'tap';
import { startServer } from '../../src/server/start.js';
import { dataFolder, postmasterOf } from '../helpers/embedded.js';
import {
  commit,
  type Holder,
  keep,
  openHolder,
  prepareVersion,
  type Sent,
  versionPath,
} from '../helpers/holder.js';
import { MIGRATIONS, WEB, testServer } from '../helpers/server.js';
import { sendSlowly } from '../helpers/slow-upload.js';
import { spawnServer } from '../helpers/spawned-server.js';

/** Begins to read a paper and stops after the first bytes, as a phone in a tunnel does. */
const beginReading = async (holder: Holder, { doc, ver }: Sent): Promise<IncomingMessage> => {
  const headers = { authorization: `Bearer ${holder.token}` };
  const request = get(`${holder.url}${versionPath(holder, doc, ver)}/content`, { headers, agent: false });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.pause();
  return answer;
};

const readOn = async (answer: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

t.test(
  'a server told to stop lets readings and sendings under way end, takes no new ones, and leaves nothing running',
  async (t) => {
    const dataDir = dataFolder(t);
    const server = spawnServer({ DATA_DIR: dataDir });
    t.teardown(() => server.stop());
    const holder = await openHolder(await server.url);
    const paper = await keep(holder, randomBytes(20_000_000));
    const reading = await beginReading(holder, paper);
    const next = await prepareVersion(holder, randomBytes(12_000_000));
    let ended: ReturnType<typeof server.stop> | undefined;
    const stored = await sendSlowly(holder, next, {
      between: async (share) => {
        if (share > 0.5) ended ??= server.stop();
        await sleep(1);
      },
    });
    t.equal(stored.status, 201, 'what was being sent is stored');
    t.ok((await readOn(reading)).equals(paper.content), 'what was being read arrives whole');
    await t.rejects(fetch(`${holder.url}/healthz`), 'nobody new is let in');
    t.equal((await ended)?.code, 0);
    t.equal(postmasterOf(dataDir), null);
    const again = spawnServer({ DATA_DIR: dataDir, PORT: new URL(holder.url).port });
    t.teardown(() => again.stop());
    await again.url;
    t.equal((await commit(holder, { keep: [next] })).status, 200, 'and can be kept after the restart');
  },
);

t.test('a reader who stands still does not keep a server from stopping', async (t) => {
  const { config, close } = await testServer(t);
  await close();
  const log = pino({ level: 'silent' });
  const server = await startServer(config, {
    log,
    version: '0',
    migrations: MIGRATIONS,
    web: WEB,
    graceMs: 300,
  });
  const holder = await openHolder(server.address);
  const reading = await beginReading(holder, await keep(holder, randomBytes(20_000_000)));
  await server.close();
  await t.rejects(readOn(reading), 'the reading breaks off: it does not pass for a shorter paper');
});
