import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { verifyLog, logStart } from '../../src/core/protocol/log.js';
import { addDevice, firstKeyring, logInDevice, nextKeyring, putKeyring } from '../helpers/devices.js';
import {
  call,
  commit,
  keep,
  logIn,
  openHolder,
  prepareVersion,
  send,
  versionPath,
} from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { readLog, words } from '../helpers/log.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);

t.test(
  'everything that was done to a safe is in its log: changes, readings and refusals, each once',
  async (t) => {
    const holder = await openHolder(server.address);
    const safe = `/v1/safes/${toHex(holder.safe)}`;
    const expected = ['safe.open ok', 'unlocker.login ok', 'safe.name-category ok'];
    const then = async (ask: Promise<{ status: number }>, ...entries: string[]) => {
      await ask;
      expected.push(...entries);
    };
    await then(call(holder, 'GET', '/v1/safes'), 'safe.look ok');
    await then(call(holder, 'GET', '/v1/account'), 'safe.look ok');
    await then(call(holder, 'GET', `${safe}/documents`), 'paper.list ok');
    const paper = await prepareVersion(holder, randomBytes(100), { thumbnail: true });
    const path = versionPath(holder, paper.doc, 1);
    await then(send(holder, paper), 'paper.send ok');
    await then(call(holder, 'GET', `${path}/content`), 'paper.read not_found');
    await then(commit(holder, { keep: [paper] }), 'paper.keep ok', 'safe.head ok');
    await then(send(holder, paper), 'paper.send version_exists');
    await then(call(holder, 'GET', `${path}/content`), 'paper.read ok');
    await then(call(holder, 'GET', `${path}/thumbnail`), 'paper.preview ok');
    await then(call(holder, 'GET', path.replace(/\/1$/, '')), 'paper.versions ok');
    await then(commit(holder, { bin: [paper.doc] }), 'paper.bin ok', 'safe.head ok');
    await then(commit(holder, { restore: [paper.doc] }), 'paper.restore ok', 'safe.head ok');
    await then(logIn(holder, new Uint8Array(32)), 'unlocker.refused wrong_code');
    await then(logIn(holder), 'unlocker.login ok');
    const { device, keyring } = await addDevice(holder, firstKeyring(holder));
    expected.push('unlocker.change ok', 'unlocker.login ok');
    await then(call(device.holder, 'GET', `${path}/content`), 'paper.read ok');
    await then(putKeyring(holder, nextKeyring(holder, keyring, holder.locks)), 'unlocker.change ok');
    await then(call(device.holder, 'GET', `${path}/content`), 'paper.read lock_blocked');
    await then(logInDevice(server.address, device.secret), 'unlocker.refused lock_blocked');
    await then(
      call(holder, 'POST', `${safe}/erasure`, { order: toBase64Url(randomBytes(200)) }),
      'paper.destroy damaged',
    );
    await then(commit(holder, { destroy: [paper.doc] }), 'paper.destroy ok', 'safe.head ok');
    await then(call(holder, 'GET', `${path}/content`), 'paper.read not_found');
    expected.push('log.read ok');
    const log = await readLog(holder);
    t.strictSame(words(log), expected);
    const [card, phone] = [toHex(holder.locks[0]!.loc), device.loc];
    t.ok(log.bodies.every((body) => body.by === toHex(holder.uid)));
    t.ok(log.bodies.every((body) => body.lock === card || body.lock === phone));
    t.equal(
      log.bodies.filter((body) => body.lock === phone).length,
      4,
      'each entry names the card or device',
    );
    t.ok(
      log.bodies
        .filter((body) => body.act === 'paper.read')
        .every((body) => body.doc === toHex(paper.doc) && body.ver === 1),
    );
  },
);

t.test('the log comes in pages that follow each other, and a page may be asked for again', async (t) => {
  const holder = await openHolder(server.address);
  for (let i = 0; i < 12; i++) await call(holder, 'GET', '/v1/safes');
  const { entries } = await readLog(holder, 5);
  t.ok(entries.length >= 17);
  t.strictSame(
    entries.map((entry) => entry.seq),
    entries.map((_, i) => i + 1),
  );
  const again = await readLog(holder, 1000);
  t.strictSame(again.entries.slice(0, entries.length), entries);
  const late = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/log?after=100000`);
  t.strictSame(late.json, { entries: [], more: false });
});

t.test('two hundred things at once make one chain without a gap', async (t) => {
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(100));
  const safe = `/v1/safes/${toHex(holder.safe)}`;
  const start = (await readLog(holder)).entries.length;
  const papers = await Promise.all(Array.from({ length: 20 }, () => prepareVersion(holder, randomBytes(50))));
  const asks = [
    ...Array.from({ length: 60 }, () => call(holder, 'GET', `${versionPath(holder, paper.doc, 1)}/content`)),
    ...Array.from({ length: 40 }, () => call(holder, 'GET', `${safe}/documents`)),
    ...Array.from({ length: 40 }, (_, i) =>
      call(holder, 'PUT', `${safe}/categories/${toHex(randomBytes(16))}`, {
        epoch: 1,
        wrappedName: toBase64Url(new Uint8Array(137).fill(i)),
      }),
    ),
    ...Array.from({ length: 20 }, () => call(holder, 'GET', '/v1/safes')),
    ...Array.from({ length: 20 }, () => call(holder, 'GET', `${versionPath(holder, paper.doc, 9)}/content`)),
    ...papers.map((sent) => send(holder, sent)),
  ];
  const answers = await Promise.all(asks);
  t.equal(answers.filter((answer) => answer.status >= 500).length, 0);
  const { entries } = await readLog(holder);
  t.equal(entries.length, start + 200 + 1, 'each of them once, and this reading');
});

t.test('the server that answers can’t rewrite the log: the role it works as may only append', async (t) => {
  const holder = await openHolder(server.address);
  const before = await owner.rows('select * from log_entries where safe = $1 order by seq', [holder.safe]);
  const appRole = await ownerOf(t, server);
  await appRole.rows('set role pochette_app');
  const attacks = [
    `update log_entries set body = ''`,
    `update log_entries set at = at + 1`,
    'delete from log_entries',
    'truncate log_entries',
    `insert into log_entries select safe, seq + 1000, at, salt, body, hash from log_entries limit 1`,
    'update log_heads set seq = 0',
    'delete from log_heads',
    'truncate log_heads cascade',
    'delete from safes',
    'delete from accounts',
    'delete from locks',
    'truncate safes cascade',
    'drop table log_entries',
    'alter table log_entries disable trigger all',
    'create table mine (x int)',
    `create or replace function log_append(p_safe bytea, p_body bytea) returns bigint language sql as 'select 1::bigint'`,
    'alter function log_append(bytea, bytea) security invoker',
    'drop function log_append(bytea, bytea)',
    'update identities set sign_key = sign_key',
    'update unlocker_lists set seq = 0',
    'delete from unlocker_lists',
    'update deployment set key_check = key_check',
  ];
  // PostgreSQL only warns that it granted nothing.
  await appRole.rows('grant all on log_entries, log_heads to pochette_app');
  for (const attack of attacks) await t.rejects(appRole.rows(attack), { code: /^42501$/ }, attack);
  t.strictSame(
    await owner.rows('select * from log_entries where safe = $1 order by seq', [holder.safe]),
    before,
  );
});

t.test('a log that the owner of the database edits no longer verifies', async (t) => {
  const edits = [
    `update log_entries set body = replace(convert_from(body, 'UTF8'), 'ok', 'no')::bytea where seq = 2 and safe = $1`,
    'update log_entries set at = at - 1 where seq = 2 and safe = $1',
    'update log_entries set salt = hash_salt(salt) where seq = 2 and safe = $1',
    'delete from log_entries where seq = 2 and safe = $1',
    `with two as (select * from log_entries where safe = $1 and seq = 2)
     update log_entries e set body = two.body, salt = two.salt from two where e.safe = $1 and e.seq = 1`,
  ];
  await owner.rows(
    `create function hash_salt(bytea) returns bytea language sql as 'select substr(sha256($1), 1, 16)'`,
  );
  for (const edit of edits) {
    const holder = await openHolder(server.address);
    await readLog(holder);
    await owner.rows(edit, [holder.safe]);
    await t.rejects(readLog(holder), { code: 'rolled_back' }, edit);
  }
});

t.test('time in a log never goes back, whatever the clock of the database does', async (t) => {
  const holder = await openHolder(server.address);
  await readLog(holder);
  const ahead = Date.now() + 86_400_000;
  await owner.rows('update log_heads set at = $2 where safe = $1', [holder.safe, ahead]);
  await call(holder, 'GET', '/v1/safes');
  const { entries } = await readLog(holder);
  t.equal(entries.at(-1)?.at, ahead);
  t.doesNotThrow(() => verifyLog(logStart(holder.safe), entries));
});
