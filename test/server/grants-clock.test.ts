import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { endGrant, give, read, received, workerParty } from '../helpers/grants.js';
import { keep, openHolder } from '../helpers/holder.js';
import { ownerOf, sweep } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const HOUR = 3_600_000;

const world = async () => {
  const [holder, worker] = await Promise.all([openHolder(server.address), openWorker(server.address)]);
  const paper = await keep(holder, randomBytes(100));
  return { holder, worker, paper, given: await give(holder, workerParty(worker)) };
};

/** The end of the grant, put before or after now: what a clock that was set would make of it. */
const setEnd = (id: Uint8Array, ms: number) =>
  owner.rows('update grants set not_before = 0, expires = $2 where id = $1', [id, Date.now() + ms]);

t.test('an expiry that was seen stays, though the clock is set back', async (t) => {
  const { worker, paper, given } = await world();
  await setEnd(given.id, -1);
  refused(t, await read(worker, given, paper), 'grant_expired');
  await setEnd(given.id, HOUR);
  refused(t, await read(worker, given, paper), 'grant_expired', 'an hour earlier again');
  t.match((await received(worker)).json.grants, [{ sealed: '' }], 'and no key is given out');
});

t.test('an expiry that housekeeping saw stays too', async (t) => {
  const { worker, paper, given } = await world();
  await setEnd(given.id, -1);
  await sweep(server);
  await setEnd(given.id, HOUR);
  refused(t, await read(worker, given, paper), 'grant_expired');
});

t.test('what the safe’s log has dated is past, though the machine’s clock is behind it', async (t) => {
  const { holder, worker, paper, given } = await world();
  t.equal((await read(worker, given, paper)).status, 200);
  // As if the clock had been two hours ahead when the last entry was written, and was set back since.
  await owner.rows('update log_heads set at = at + $2 where safe = $1', [holder.safe, 2 * HOUR]);
  await setEnd(given.id, HOUR);
  refused(t, await read(worker, given, paper), 'grant_expired');
});

t.test('what ended stays ended, whatever the time is', async (t) => {
  const { holder, worker, paper, given } = await world();
  t.equal((await endGrant(holder, given)).status, 204);
  await owner.rows(`update grants set ended_at = now() + interval '1 year' where id = $1`, [given.id]);
  refused(t, await read(worker, given, paper), 'grant_ended', toHex(given.id));
});
