import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { lockAuthKeys, lockTag, signRelease } from '../../src/core/crypto/locked-secret.js';
import { noPin } from '../../src/core/crypto/pin.js';
import { addDevice, firstKeyring, nextKeyring, putKeyring } from '../helpers/devices.js';
import { until } from '../helpers/embedded.js';
import {
  call,
  commit,
  commitBody,
  keep,
  logIn,
  openHolder,
  prepareVersion,
  send,
  versionPath,
} from '../helpers/holder.js';
import { blobsOnDisk, ownerOf, sweep } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { spawnServer } from '../helpers/spawned-server.js';

const LIMITS = { RATE_LIMIT_LOGIN: '100000', RATE_LIMIT_OPEN: '100000', RATE_LIMIT_ACCOUNT: '1000000' };
const here = await testServer(t, LIMITS);
const owner = await ownerOf(t, here);
/** A process of its own on the same database and folder, as behind a balancer. */
const spawned = spawnServer({ ...LIMITS, DATABASE_URL: here.ownerUrl, DATA_DIR: here.config.dataDir });
t.teardown(spawned.stop);
const there = await spawned.url;
const both = [here.address, there];

t.test('a session begun at one process goes on at the other', async (t) => {
  const holder = await openHolder(here.address);
  const away = { ...holder, url: there };
  const sent = await prepareVersion(holder, randomBytes(500_000), { thumbnail: true });
  t.equal((await send(away, sent)).status, 201, 'sent to one');
  t.equal((await commit(holder, { keep: [sent] })).status, 200, 'kept at the other');
  const content = await fetch(`${there}${versionPath(holder, sent.doc, 1)}/content`, {
    headers: { authorization: `Bearer ${holder.token}` },
  });
  t.ok(Buffer.from(await content.arrayBuffer()).equals(sent.content), 'read anywhere');
  const { token } = (await logIn(away)).json;
  t.equal((await call({ ...holder, token }, 'GET', '/v1/safes')).status, 200, 'a token of the other');
});

t.test('a challenge made by one process is answered at the other, once', async (t) => {
  const holder = await openHolder(here.address);
  const { loc } = holder.locks[0]!;
  const { json } = await call({ url: here.address }, 'POST', '/v1/locks/challenge', { loc: toHex(loc) });
  const tag = lockTag('card', holder.cardSecret, noPin(holder.cardSecret));
  const keys = lockAuthKeys('card', holder.cardSecret);
  const signature = signRelease(keys, loc, fromBase64Url(json.challenge), tag);
  const answers = await Promise.all(
    both.map((url) =>
      call({ url }, 'POST', '/v1/locks/release', {
        loc: toHex(loc),
        challenge: json.challenge,
        tag: toBase64Url(tag),
        signature: toBase64Url(signature),
      }),
    ),
  );
  t.strictSame(
    answers.map((answer) => answer.status).toSorted((a, b) => a - b),
    [200, 401],
  );
});

t.test('what is blocked at one process is blocked at the other at the next request', async (t) => {
  const holder = await openHolder(here.address);
  const { device, keyring } = await addDevice(holder, firstKeyring(holder));
  const away = { ...device.holder, url: there };
  t.equal((await call(away, 'GET', '/v1/safes')).status, 200);
  t.equal((await putKeyring(holder, nextKeyring(holder, keyring, holder.locks))).status, 200);
  refused(t, await call(away, 'GET', '/v1/safes'), 'lock_blocked');
});

t.test(
  'two processes that change one safe at once: exactly one does, and the log is one chain',
  async (t) => {
    const holder = await openHolder(here.address);
    for (let round = 0; round < 5; round++) {
      const papers = await Promise.all([0, 1].map(() => prepareVersion(holder, randomBytes(100))));
      for (const sent of papers) t.equal((await send(holder, sent)).status, 201);
      const built = papers.map((sent) => commitBody(holder, { keep: [sent] }));
      const path = `/v1/safes/${toHex(holder.safe)}/heads`;
      const answers = await Promise.all(
        built.map((one, i) => call({ ...holder, url: both[i]! }, 'POST', path, one.body)),
      );
      t.strictSame(
        answers.map((answer) => answer.status).toSorted((a, b) => a - b),
        [200, 409],
      );
      const lost = answers.findIndex((answer) => answer.status === 409);
      const won = built[1 - lost]!;
      const { json } = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
      t.equal(json.head, won.body.head);
      holder.head = {
        seq: holder.head.seq + 1,
        hash: Uint8Array.from(Buffer.from(await headHashOf(holder.safe))),
      };
      holder.documents = won.documents;
    }
    await readLog(holder);
  },
);
const headHashOf = async (safe: Uint8Array): Promise<Buffer> =>
  (await owner.rows('select hash from heads where safe = $1', [safe]))[0].hash;

t.test('housekeeping is done once, by whoever comes first', async (t) => {
  const holder = await openHolder(here.address);
  const paper = await keep(holder, randomBytes(100));
  t.equal((await commit(holder, { bin: [paper.doc] })).status, 200);
  await owner.rows(`update documents set binned_at = now() - interval '31 days' where id = $1`, [paper.doc]);
  const blocker = await ownerOf(t, here);
  await blocker.rows('select pg_advisory_lock($1)', [0x506f6368]);
  const progress = { done: false };
  const rounds = Promise.all([sweep(here), sweep(here), sweep(here)]).finally(() =>
    Object.assign(progress, { done: true }),
  );
  await call(holder, 'GET', '/v1/safes');
  t.notOk(progress.done, 'while one process does it the others wait for their turn');
  await blocker.rows('select pg_advisory_unlock($1)', [0x506f6368]);
  await rounds;
  const { bodies } = await readLog(holder);
  t.equal(bodies.filter((body) => body.act === 'paper.expire').length, 1);
});

t.test(
  'what is destroyed at one process is gone from the disk at once, whatever the other does',
  async (t) => {
    const holder = await openHolder(here.address);
    const before = await blobsOnDisk(here);
    const paper = await keep(holder, randomBytes(100));
    const blocker = await ownerOf(t, here);
    await blocker.rows('select pg_advisory_lock($1)', [0x506f6368]);
    t.equal((await commit(holder, { destroy: [paper.doc] })).status, 200);
    await until(async () => (await blobsOnDisk(here)).length === before.length);
    t.strictSame(await blobsOnDisk(here), before, 'even while the other is in the middle of its round');
  },
);
