import { pino } from 'pino';
import t from 'tap';
import { TRAINING_PREFIX } from '../../src/core/training.js';
import { migrate } from '../../src/server/database/migrate.js';
import { createDatabase } from '../../src/server/database/kysely.js';
import { createPool } from '../../src/server/database/pool.js';
import { sweepTraining, trainingUrl } from '../../src/server/training/database.js';
import { roomOf } from '../../src/server/training/room.js';
import { trainingWorld } from '../../src/server/training/world.js';
import { silent } from '../helpers/embedded.js';
import { call, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { droppingPooler } from '../helpers/pooler.js';
import { MIGRATIONS, serverOn, testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const real = server.address;
const training = `${real}${TRAINING_PREFIX}`;

t.test(
  'behind a pooler that drops role and schema nothing is done, and nothing real is erased',
  async (t) => {
    await openHolder(real);
    await openHolder(training);
    const url = await droppingPooler(t, server.ownerUrl);
    const counts = () =>
      owner.rows(`select (select count(*)::int from public.accounts) as accounts,
      (select count(*)::int from public.safes) as safes, (select count(*)::int from training.safes) as invented`);
    const before = await counts();
    t.match(before, [{ accounts: 1, safes: 1, invented: 1 }]);
    await t.rejects(sweepTraining(url, 0), {
      code: 'cannot_start',
      message: /schema public instead of training/,
    });
    const lines: string[] = [];
    const refusedPool = async (given: string, role: string, schema: string): Promise<void> => {
      const pool = createPool({ url: given, role, schema, max: 1, log: (line) => lines.push(line) });
      await t.rejects(pool.query('select 1'), { code: 'cannot_start' }, `${role} in ${schema}`);
      await pool.end();
    };
    await refusedPool(trainingUrl(url), 'pochette_training', 'training');
    await refusedPool(url, 'pochette_app', 'public');
    await refusedPool(server.ownerUrl, 'pochette_app', 'training');
    t.same(new Set(lines), new Set(['A database session was refused']));
    t.equal(lines.length, 3, 'each is in the log');
    const moving = migrate(trainingUrl(url), MIGRATIONS, silent, { schema: 'training' });
    await t.rejects(moving, { code: 'cannot_start' });
    await t.rejects(serverOn(t, { ...server.config, databaseUrl: url }), {
      code: 'cannot_start',
      message: /A pooler .* "options"/,
    });
    t.same(await counts(), before);
    t.equal(await sweepTraining(server.ownerUrl, 0), 1, 'without it the same takes the invented one alone');
    t.match(await counts(), [{ accounts: 1, safes: 1, invented: 0 }]);
  },
);

t.test(
  'where there is no room nothing is written, however the address is spelt; what is there is read',
  async (t) => {
    const holder = await openHolder(training);
    const at = { ...holder, url: training };
    await owner.rows(`insert into training.accounts (uid, role)
    select decode(lpad(to_hex(n), 32, '0'), 'hex'), 'holder' from generate_series(1, 1000) n`);
    for (const path of ['/v1/accounts', '/v1/accounts?x', '/v1/%61ccounts'])
      refused(t, await call({ url: training }, 'POST', path, {}), 'storage_full', path);
    const known = await call(at, 'PUT', '/v1/account/unlockers', {});
    t.not(known.status, 507, 'whoever is there goes on');
    await owner.rows(`insert into training.blobs (key, safe, bytes, state)
    select repeat('0', 32), id, 250000000, 'pending' from training.safes limit 1`);
    for (const [method, path] of [
      ['PUT', '/v1/account/unlockers'],
      ['POST', '/v1/relays'],
      ['POST', '/v1/accounts'],
    ] as const)
      refused(t, await call(at, method, path, {}), 'storage_full', `${method} ${path}`);
    const multipart = {
      method: 'POST',
      headers: { 'content-type': 'MULTIPART/form-data; boundary=x' },
      body: '--x--',
    };
    t.equal((await fetch(`${training}/v1/hands`, multipart)).status, 507, 'nor does the kind of body matter');
    t.equal((await call(at, 'GET', '/v1/account')).status, 200);
  },
);

t.test('what is written without being a paper is measured too', async (t) => {
  const pool = createPool({
    url: trainingUrl(server.ownerUrl),
    role: 'pochette_training',
    schema: 'training',
    max: 1,
    log: silent,
  });
  const db = createDatabase(pool);
  t.teardown(() => db.destroy());
  const most = { accounts: 10_000, blobBytes: 1e12, tableBytes: 1 };
  await t.rejects(roomOf(db, most)(false), { code: 'storage_full' });
  await roomOf(db, { ...most, tableBytes: 100_000_000 })(true);
  const size = async (): Promise<number> =>
    (await owner.rows(`select pg_total_relation_size('training.accounts')::int as n`))[0].n;
  const before = await size();
  t.ok((await sweepTraining(server.ownerUrl, 0, 0)) > 1000);
  t.ok((await size()) < before, 'and who is taken away leaves room');
});

t.test('founding relays is counted as opening safes is', async (t) => {
  const few = await testServer(t, { RATE_LIMIT_OPEN: '2' });
  const holder = await openHolder(few.address);
  t.equal((await call(holder, 'POST', '/v1/relays', {})).status, 400);
  refused(t, await call(holder, 'POST', '/v1/relays', {}), 'rate_limited');
});

t.test('a world that could not be opened is not tried again by everybody who asks', async (t) => {
  const url = await droppingPooler(t, server.ownerUrl);
  const lines: string[] = [];
  const pool = createPool({ url: server.ownerUrl, max: 1, log: silent });
  const db = createDatabase(pool);
  t.teardown(() => db.destroy());
  const world = trainingWorld({
    config: server.config,
    databaseUrl: url,
    db,
    migrations: MIGRATIONS,
    log: pino({}, { write: (line: string) => void lines.push(line) }),
    build: () => Promise.reject(new Error('never come to')),
  });
  await Promise.all([1, 2].map(() => t.rejects(world.operations(), { code: 'unavailable' })));
  await t.rejects(world.operations(), { code: 'unavailable' });
  t.equal(lines.length, 1, 'one attempt');
  t.match(lines[0], /A pooler before the database/, 'and the operator reads why');
  await world.close();
});
