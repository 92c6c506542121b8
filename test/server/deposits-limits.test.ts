import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import {
  leave,
  partsOfLeft,
  prepareDeposit,
  refuse,
  relayDepositPath,
  sendAsRelay,
  sendUnderGrant,
  waitingIds,
} from '../helpers/deposits.js';
import { give } from '../helpers/grants.js';
import { type Holder, keep, openHolder } from '../helpers/holder.js';
import { blobsOnDisk, ownerOf, sweep } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { encodeParts, startUpload } from '../helpers/upload.js';

const directory = newDirectory();
const server = await testServer(t, { ...directory.env, QUOTA_MB: '200' });
const owner = await ownerOf(t, server);
const one = await wholeRelay(server.address, directory.keys);
const newHolder = () => openHolder(server.address);

/** Copies of a line, as if so many had been left before: their bytes are said to be `bytes`. */
const asIfLeft = async (holder: Holder, count: number, bytes: number, ageHours: number): Promise<void> => {
  const left = await leave(one.member, one.relay.uid, holder);
  await owner.rows(
    `insert into deposits (safe, id, depositor, relay, statement, sealed_key, metadata, content_key, content_bytes, created_at)
     select safe, decode(lpad(to_hex(n), 32, 'f'), 'hex'), depositor, relay, statement, sealed_key, metadata, content_key,
       $2, now() - $3::integer * interval '1 hour'
     from deposits, generate_series(1, $4::integer) n where id = $1`,
    [left.doc, bytes, ageHours, count - 1],
  );
  await owner.rows(`update deposits set created_at = now() - $2::integer * interval '1 hour' where id = $1`, [
    left.doc,
    ageHours,
  ]);
};

const attempt = async (holder: Holder, relay = one) => {
  const left = await prepareDeposit(relay.member, holder, { relay: relay.relay.uid });
  return sendAsRelay(relay.member, relay.relay.uid, holder.safe, left);
};

t.test('a relay leaves 20 papers a day in one safe, also if some were refused', async (t) => {
  const holder = await newHolder();
  await asIfLeft(holder, 18, 5_000, 23);
  t.equal((await attempt(holder)).status, 201);
  const twentieth = await leave(one.member, one.relay.uid, holder);
  refused(t, await attempt(holder), 'deposits_full', 'the twenty-first');
  const replaced = await prepareDeposit(one.member, holder, { relay: one.relay.uid, doc: twentieth.doc });
  t.equal(
    (await sendAsRelay(one.member, one.relay.uid, holder.safe, replaced)).status,
    201,
    'again, in its place',
  );
  t.equal((await refuse(holder, [twentieth.doc])).status, 204);
  refused(t, await attempt(holder), 'deposits_full', 'refusing makes no room for the day');
  t.equal((await attempt(await newHolder())).status, 201, 'another safe');
  const other = await wholeRelay(server.address, directory.keys);
  t.equal((await attempt(holder, other)).status, 201, 'another relay');
  await owner.rows(`update deposits set created_at = created_at - interval '1 day' where safe = $1`, [
    holder.safe,
  ]);
  t.equal((await attempt(holder)).status, 201, 'the next day');
});

t.test('50 papers wait without a consent, and more with one', async (t) => {
  const holder = await newHolder();
  await asIfLeft(holder, 49, 5_000, 48);
  t.equal((await attempt(holder)).status, 201);
  refused(t, await attempt(holder), 'deposits_full', 'the fifty-first');
  const given = await give(holder, relayParty(one.relay), { perm: ['add'] });
  const agreed = () => prepareDeposit(one.member, holder, { relay: one.relay.uid, grant: given.id });
  t.equal((await sendUnderGrant(one.member, given.id, await agreed())).status, 201);
  await owner.rows(
    `insert into deposits (safe, id, depositor, relay, grant_id, statement, sealed_key, metadata, content_key, content_bytes)
     select safe, decode(lpad(to_hex(n), 32, 'e'), 'hex'), depositor, relay, grant_id, statement, sealed_key, metadata,
       content_key, content_bytes
     from deposits, generate_series(1, 149) n where grant_id = $1`,
    [given.id],
  );
  t.equal((await waitingIds(holder)).length, 200);
  refused(
    t,
    await sendUnderGrant(one.member, given.id, await agreed()),
    'deposits_full',
    'the two hundred and first',
  );
});

t.test('100 MB wait without a consent', async (t) => {
  const holder = await newHolder();
  await asIfLeft(holder, 2, 100 * 1024 * 1024 - 20_000, 48);
  t.equal((await attempt(holder)).status, 201);
  const large = await prepareDeposit(one.member, holder, { relay: one.relay.uid, data: randomBytes(20_000) });
  refused(t, await sendAsRelay(one.member, one.relay.uid, holder.safe, large), 'deposits_full');
});

t.test('what waits takes up room of the safe', async (t) => {
  const holder = await newHolder();
  await owner.rows('update safes set used_bytes = $2 where id = $1', [holder.safe, 200_000_000 - 8_000]);
  refused(
    t,
    await sendAsRelay(
      one.member,
      one.relay.uid,
      holder.safe,
      await prepareDeposit(one.member, holder, { relay: one.relay.uid, data: randomBytes(20_000) }),
    ),
    'quota_exceeded',
  );
  t.equal((await attempt(holder)).status, 201);
  await t.rejects(keep(holder, randomBytes(5_000)), /quota_exceeded/, 'and the holder’s own count with it');
});

t.test('many at once never pass the limit', async (t) => {
  const holder = await newHolder();
  await asIfLeft(holder, 17, 5_000, 23);
  const answers = await Promise.all(Array.from({ length: 8 }, () => attempt(holder)));
  const stored = answers.filter(({ status }) => status === 201).length;
  t.equal(stored, 3);
  for (const answer of answers.filter(({ status }) => status !== 201)) refused(t, answer, 'deposits_full');
});

t.test('an upload that breaks off leaves nothing, and can be done again', async (t) => {
  const holder = await newHolder();
  const data = randomBytes(400_000);
  const left = await prepareDeposit(one.member, holder, { relay: one.relay.uid, data });
  const before = await blobsOnDisk(server);
  const { type, body } = encodeParts(partsOfLeft(left));
  const path = relayDepositPath(one.relay.uid, holder.safe, left.doc);
  const upload = startUpload(one.member, path, { type, length: body.length });
  await upload.write(body.subarray(0, 200_000));
  upload.leave();
  await upload.answer.catch(() => undefined);
  await new Promise((done) => setTimeout(done, 300));
  await sweep(server);
  t.strictSame(await blobsOnDisk(server), before);
  t.strictSame(await waitingIds(holder), []);
  t.equal((await sendAsRelay(one.member, one.relay.uid, holder.safe, left)).status, 201);
  t.strictSame(await waitingIds(holder), [toHex(left.doc)]);
});
