import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { type Answer, call, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { spawnServer } from '../helpers/spawned-server.js';

const LIMITS = { RATE_LIMIT_ACCOUNT: '200', RATE_LIMIT_OPEN: '40' };
const here = await testServer(t, LIMITS);
const owner = await ownerOf(t, here);
const spawned = spawnServer({ ...LIMITS, DATABASE_URL: here.ownerUrl, DATA_DIR: here.config.dataDir });
t.teardown(spawned.stop);
const there = await spawned.url;

/** Asks two processes in turn, 50 at a time; tells how many were let through. */
const askBoth = async (times: number, ask: (url: string) => Promise<Answer>) => {
  const answers: Answer[] = [];
  while (answers.length < times) {
    const some = Array.from({ length: 50 }, (_, i) => ask(i % 2 === 0 ? here.address : there));
    answers.push(...(await Promise.all(some)));
  }
  const limited = answers.filter((answer) => answer.json?.error?.code === 'rate_limited');
  return { limited, passed: times - limited.length };
};

t.test('so many safes may be opened from one address, over all processes together', async (t) => {
  const { passed, limited } = await askBoth(100, (url) => call({ url }, 'POST', '/v1/accounts', {}));
  t.equal(passed, 40);
  for (const answer of limited) {
    refused(t, answer, 'rate_limited');
    const { retryAfterSeconds } = answer.json.error.details;
    t.ok(retryAfterSeconds > 3000 && retryAfterSeconds <= 3600, `in ${retryAfterSeconds} s`);
    t.equal(answer.headers.get('retry-after'), String(retryAfterSeconds));
  }
  const elsewhere = await call({ url: here.address }, 'POST', '/v1/locks/challenge', { loc: '0'.repeat(32) });
  t.equal(elsewhere.status, 200, 'another limit is not touched');
  const { now } = Date;
  t.teardown(() => Object.assign(Date, { now }));
  await owner.rows(`update rate_limits set resets_at = now()`);
  Date.now = () => now() + 3_600_000;
  const later = await call({ url: here.address }, 'POST', '/v1/accounts', {});
  t.equal(later.json.error.code, 'invalid_request', 'an hour later it goes on');
  const forged = await fetch(`${there}/v1/accounts`, {
    method: 'POST',
    headers: { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' },
  });
  t.equal(forged.status, 429, 'and nobody gets around it by naming another address');
});

t.test('so many requests has an account, over all processes together', async (t) => {
  await owner.rows('delete from rate_limits');
  const { now } = Date;
  // The other test spent the limit of opening for an hour, as far as this process knows.
  Date.now = () => now() + 3_700_000;
  const holder = await openHolder(here.address);
  const other = await openHolder(here.address);
  Date.now = now;
  const ask = (url: string) => call({ ...holder, url }, 'GET', `/v1/safes/${toHex(holder.uid)}/documents`);
  const start = now();
  const { passed } = await askBoth(400, ask);
  const windows = 1 + Math.floor((now() - start) / 60_000);
  t.ok(passed <= 200 * windows, `${passed} of 200 passed`);
  t.ok(passed >= 190, 'what one process took and did not use is little');
  t.equal((await call(other, 'GET', '/v1/safes')).status, 200, 'another account is not touched');
});
