import t from 'tap';
import { TRAINING_PREFIX } from '../../src/core/training.js';
import { migrate } from '../../src/server/database/migrate.js';
import { createPool } from '../../src/server/database/pool.js';
import { sweepTraining, trainingUrl } from '../../src/server/training/database.js';
import { silent } from '../helpers/embedded.js';
import { openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { droppingPooler } from '../helpers/pooler.js';
import { MIGRATIONS, serverOn, testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const real = server.address;
const training = `${real}${TRAINING_PREFIX}`;

t.test('behind a pooler that drops role and schema nothing is done, and nothing real is erased', async (t) => {
  await openHolder(real);
  await openHolder(training);
  const url = await droppingPooler(t, server.ownerUrl);
  const counts = () =>
    owner.rows(`select (select count(*)::int from public.accounts) as accounts,
      (select count(*)::int from public.safes) as safes, (select count(*)::int from training.safes) as invented`);
  const before = await counts();
  t.match(before, [{ accounts: 1, safes: 1, invented: 1 }]);
  await t.rejects(sweepTraining(url, 0), { code: 'cannot_start', message: /schema public instead of training/ });
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
});
