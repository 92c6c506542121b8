import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { isSafeError } from '../../src/core/errors.js';
import { readConfig } from '../../src/server/config.js';
import { databaseFault } from '../../src/server/database/faults.js';
import { until } from '../helpers/embedded.js';
import { everyRequest } from '../helpers/every-request.js';
import { call, commit, keep, logIn, openHolder, prepareVersion, send } from '../helpers/holder.js';
import { testDatabase } from '../helpers/postgres.js';
import { refused } from '../helpers/refused.js';
import { serverOn, temporaryFolder } from '../helpers/server.js';
import { databaseProxy } from '../helpers/tcp-proxy.js';

const { ownerUrl } = await testDatabase(t);
const proxy = await databaseProxy(t, ownerUrl);
const server = await serverOn(
  t,
  readConfig({ DATABASE_URL: proxy.url, DATA_DIR: temporaryFolder(t), PORT: '0', RATE_LIMIT_ACCOUNT: '100' }),
);

t.test(
  'while the database is down every answer says to try again, and it comes back by itself',
  async (t) => {
    const holder = await openHolder(server.address);
    const paper = await keep(holder, randomBytes(100), { thumbnail: true });
    const next = await prepareVersion(holder, randomBytes(100));
    t.equal((await send(holder, next)).status, 201);
    for (let round = 0; round < 2; round++) {
      await proxy.cut();
      for (const [id, ask] of Object.entries(everyRequest(holder, paper))) {
        refused(t, await ask(), 'unavailable', id);
      }
      refused(t, await call(holder, 'POST', '/v1/accounts', holder.opening), 'unavailable', 'opening');
      const challenge = await call(holder, 'POST', '/v1/locks/challenge', { loc: toHex(holder.uid) });
      refused(t, challenge, 'unavailable', 'a challenge');
      t.equal((await call(holder, 'GET', '/healthz')).status, 200, 'the process itself is well');
      await until(async () => (await call(holder, 'GET', '/readyz')).status !== 200);
      refused(t, await call(holder, 'GET', '/readyz'), 'unavailable', 'readiness');
      await proxy.restore();
      t.equal((await call(holder, 'GET', '/v1/safes')).status, 200, 'the next request after it is back');
      t.equal((await logIn(holder)).status, 200);
      await until(async () => (await call(holder, 'GET', '/readyz')).status === 200);
    }
    t.equal((await commit(holder, { keep: [next] })).status, 200, 'what was sent before can be kept');
  },
);

t.test('a database that vanishes in the middle of a request is no fault of the client’s', async (t) => {
  const holder = await openHolder(server.address);
  for (let round = 0; round < 5; round++) {
    const asks = Array.from({ length: 10 }, () => call(holder, 'GET', '/v1/safes'));
    await new Promise((resolve) => setImmediate(resolve));
    await proxy.cut();
    for (const answer of await Promise.all(asks)) {
      if (answer.status !== 200) refused(t, answer, 'unavailable');
    }
    await proxy.restore();
  }
  t.equal((await call(holder, 'GET', '/v1/safes')).status, 200);
});

t.test('a database that nobody answers for is unavailable, whatever its address', async (t) => {
  const failure = async (host: string, port: number): Promise<Error> =>
    new Promise((resolve) => {
      connect({ host, port, autoSelectFamily: true, lookup: bothFamilies }).once('error', resolve);
    });
  const bothFamilies = ((_name: string, _options: object, done: (error: null, found: object[]) => void) =>
    done(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ])) as never;
  const refusedTwice = await failure('two.addresses.invalid', 1);
  const unknown = await new Promise<Error>((resolve) => {
    connect({ host: 'no-such-host.invalid', port: 1 }).once('error', resolve);
  });
  for (const error of [refusedTwice, unknown]) {
    const fault = databaseFault(error);
    t.ok(isSafeError(fault, 'unavailable'), `${error.name} ${(error as NodeJS.ErrnoException).code}`);
  }
  for (const code of ['57P01', '57P03', '08006', '53300', '40001', '40P01', '25P03', '58030', '55P03']) {
    t.ok(isSafeError(databaseFault(Object.assign(new Error('x'), { code })), 'unavailable'), code);
  }
  t.ok(isSafeError(databaseFault(Object.assign(new Error('x'), { code: '53100' })), 'storage_full'));
  for (const code of ['23505', '42P01', '22001', '42501']) {
    t.equal(databaseFault(Object.assign(new Error('x'), { code })), null, `${code} is a fault of ours`);
  }
});
