import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { call, logIn, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const WRONG = new Uint8Array(32).fill(7);
/** Seconds to wait after each wrong code; the tenth freezes. */
const WAITS = [0, 0, 0, 5, 30, 120, 600, 1800, 3600];

const server = await testServer(t);
const owner = await ownerOf(t, server);

const lockOf = async (loc: Uint8Array) => {
  const [row] = await owner.rows(
    `select tries, frozen_at is not null as frozen, last_used_at,
       case when not_before > now() then round(extract(epoch from not_before - now()))::integer else 0 end as wait
     from locks where loc = $1`,
    [loc],
  );
  return row;
};
/** What waiting would do. */
const waitOver = (loc: Uint8Array) => owner.rows(`update locks set not_before = now() where loc = $1`, [loc]);

const opened = async () => {
  const holder = await openHolder(server.address);
  const loc = holder.locks[0]!.loc;
  return { holder, loc };
};

t.test('wrong codes cost more and more waiting, and the tenth freezes the card', async (t) => {
  const { holder, loc } = await opened();
  for (const [before, wait] of WAITS.entries()) {
    const answer = await logIn(holder, WRONG);
    refused(t, answer, 'wrong_code', `try ${before + 1}`);
    t.strictSame(answer.json.error.details, { triesLeft: 9 - before, retryAfterSeconds: wait });
    const row = await lockOf(loc);
    t.equal(row.tries, before + 1);
    t.ok(Math.abs(row.wait - wait) <= 3, `${row.wait} s of ${wait} s are left`);
    if (wait > 0) {
      const early = await logIn(holder);
      refused(t, early, 'too_early', 'the right code before the time');
      const seconds = early.json.error.details.retryAfterSeconds;
      t.ok(seconds > wait - 4 && seconds <= wait, `told to wait ${seconds} s`);
      t.equal(early.headers.get('retry-after'), String(seconds));
      t.equal((await lockOf(loc)).tries, before + 1, 'a try before its time is none');
    }
    await waitOver(loc);
  }
  refused(t, await logIn(holder, WRONG), 'lock_frozen', 'the tenth try');
  refused(t, await logIn(holder, WRONG), 'lock_frozen', 'the eleventh try');
  refused(t, await logIn(holder), 'lock_frozen', 'the right code on a frozen card');
  await waitOver(loc);
  refused(t, await logIn(holder), 'lock_frozen', 'the right code later');
  t.match(await lockOf(loc), { tries: 10, frozen: true });
  const [row] = await owner.rows('select released, wrapped_key from locks where loc = $1', [loc]);
  t.ok(row.released.length > 32 && row.wrapped_key.length === 105, 'a thief can freeze a card, not erase it');
});

t.test('the right code at the tenth try still opens', async (t) => {
  const { holder, loc } = await opened();
  await owner.rows('update locks set tries = 9 where loc = $1', [loc]);
  t.equal((await logIn(holder)).status, 200);
  t.match(await lockOf(loc), { tries: 0, frozen: false, wait: 0 });
});

t.test('the right code gives back all tries', async (t) => {
  const { holder, loc } = await opened();
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 3; i++) refused(t, await logIn(holder, WRONG), 'wrong_code');
    t.equal((await logIn(holder)).status, 200);
    t.match(await lockOf(loc), { tries: 0, frozen: false, wait: 0, last_used_at: Date });
  }
  const account = await call(holder, 'GET', '/v1/account');
  t.match(account.json.locks, [{ loc: toHex(loc), tries: 0, frozen: false }]);
});

t.test('of a hundred wrong codes at once one counts where waiting follows', async (t) => {
  const { holder, loc } = await opened();
  await owner.rows('update locks set tries = 6 where loc = $1', [loc]);
  const answers = await Promise.all(Array.from({ length: 100 }, () => logIn(holder, WRONG)));
  const codes = answers.map((answer) => answer.json.error.code);
  t.equal(codes.filter((code) => code === 'wrong_code').length, 1);
  t.equal(codes.filter((code) => code === 'too_early').length, 99);
  t.match(await lockOf(loc), { tries: 7, frozen: false });
  refused(t, await logIn(holder), 'too_early', 'the right code');
  const early = async () => (await readLog(holder)).bodies.filter((body) => body.out === 'too_early').length;
  t.equal(await early(), 1, 'the log is not flooded');
  await owner.rows('update rate_limits set resets_at = now()');
  refused(t, await logIn(holder), 'too_early', 'an hour later');
  t.equal(await early(), 2);
  await waitOver(loc);
  t.equal((await logIn(holder)).status, 200, 'the right code after the waiting');
});

t.test('a hundred wrong codes at once never count more than ten, even if no waiting held them', async (t) => {
  const { holder, loc } = await opened();
  const attack = { over: false };
  const all = Promise.all(Array.from({ length: 100 }, () => logIn(holder, WRONG))).finally(() =>
    Object.assign(attack, { over: true }),
  );
  while (!attack.over) await waitOver(loc);
  const codes = (await all).map((answer) => answer.json.error.code);
  const counted = codes.filter((code) => code === 'wrong_code').length;
  const { tries, frozen } = await lockOf(loc);
  t.ok(tries <= 10 && counted <= 9, `${tries} tries were counted`);
  t.equal(counted, frozen ? tries - 1 : tries, 'each counted try was answered as one');
  await owner.rows('update locks set tries = 9, not_before = now(), frozen_at = null where loc = $1', [loc]);
  const last = await Promise.all(Array.from({ length: 50 }, () => logIn(holder, WRONG)));
  t.ok(last.every((answer) => answer.json.error.code === 'lock_frozen'));
  t.match(await lockOf(loc), { tries: 10, frozen: true });
  refused(t, await logIn(holder), 'lock_frozen', 'the right code');
});

t.test('waiting and freezing hold when the clock of the server is set back or forward', async (t) => {
  const { holder, loc } = await opened();
  for (let i = 0; i < 4; i++) refused(t, await logIn(holder, WRONG), 'wrong_code');
  const frozen = await opened();
  await owner.rows('update locks set tries = 10, frozen_at = now() where loc = $1', [frozen.loc]);
  const { now } = Date;
  t.teardown(() => Object.assign(Date, { now }));
  for (const hours of [-24, 24]) {
    Date.now = () => now() + hours * 3_600_000;
    refused(t, await logIn(holder), 'too_early', `${hours} hours`);
    refused(t, await logIn(frozen.holder), 'lock_frozen', `${hours} hours`);
  }
  Date.now = now;
  t.match(await lockOf(loc), { tries: 4 });
});
