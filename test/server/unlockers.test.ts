import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import type { LockEnrolment } from '../../src/core/crypto/locked-secret.js';
import { unlockersHash } from '../../src/core/protocol/unlockers.js';
import {
  addDevice,
  firstKeyring,
  logInDevice,
  newLock,
  nextKeyring,
  putKeyring,
} from '../helpers/devices.js';
import { call, logIn, openHolder } from '../helpers/holder.js';
import { ownerOf, stateOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const HASH = new Uint8Array(32).fill(1);

t.test('a list of cards and devices that is no honest successor changes nothing', async (t) => {
  const holder = await openHolder(server.address);
  const other = await openHolder(server.address);
  const first = firstKeyring(holder);
  const { keyring } = await addDevice(holder, first);
  const { lock } = await newLock(holder);
  const all = [...keyring.locks, lock];
  const next = (changes = {}, locks: readonly LockEnrolment[] = all, key = holder.keys.sign.secretKey) =>
    nextKeyring(holder, keyring, locks, changes, key);
  const put = (list = next(), enrolled = [lock]) => putKeyring(holder, list, enrolled);
  const attacks = {
    conflict: {
      'an old list, replayed': () => putKeyring(holder, first),
      'another list under the number of the newest': () =>
        putKeyring(holder, nextKeyring(holder, first, first.locks)),
      'a list that leaves out a number': () => put(next({ seq: keyring.seq + 2 })),
      'a list chained to an old one': () => put(next({ prev: unlockersHash(first.envelope) })),
      'a list chained to none that exists': () => put(next({ prev: HASH })),
      'a first list': () => put(next({ seq: 1, prev: null })),
      'a device that belongs to somebody else': () =>
        putKeyring(holder, next({}, [...keyring.locks, ...other.locks]), other.locks),
    },
    damaged: {
      'a list signed by somebody else': () => put(next({}, all, other.keys.sign.secretKey)),
      'the list of somebody else': () => put(next({ uid: other.uid })),
      'a list of another generation': () => put(next({ gen: 2 })),
      'a listed device that is not enrolled': () => putKeyring(holder, next()),
      'an enrolled device that is not listed': () => put(next({}, keyring.locks)),
      'a device enrolled twice': () => put(next(), [lock, lock]),
      'a device with another login key': () => put(next(), [{ ...lock, auth: HASH }]),
      'a device with another wrapped key': () => put(next(), [{ ...lock, wrappedKey: new Uint8Array(105) }]),
      'a device enrolled as a card': () => put(next(), [{ ...lock, type: 'card' }]),
      'a card that is enrolled already': () => put(next({}, keyring.locks), [holder.locks[0]!]),
    },
  };
  const before = await stateOf(owner);
  for (const code of ['conflict', 'damaged'] as const) {
    for (const [name, attack] of Object.entries(attacks[code])) refused(t, await attack(), code, name);
  }
  t.strictSame(await stateOf(owner), before, 'nothing changed');
  const { bodies } = await readLog(holder);
  const tried = bodies.filter((body) => body.act === 'unlocker.change' && body.out !== 'ok');
  t.equal(tried.length, 17, 'and the holder can read of every try');
  t.equal((await put()).status, 200, 'the honest successor is taken');
});

t.test('a list whose answer got lost is sent again and stays one', async (t) => {
  const holder = await openHolder(server.address);
  const { lock, secret } = await newLock(holder);
  const next = nextKeyring(holder, firstKeyring(holder), [...holder.locks, lock]);
  const answers = await Promise.all(Array.from({ length: 5 }, () => putKeyring(holder, next, [lock])));
  for (const answer of answers) {
    t.equal(answer.status, 200);
    t.strictSame(answer.json, { seq: 2, hash: toHex(unlockersHash(next.envelope)) });
  }
  t.equal((await owner.rows('select seq from unlocker_lists where uid = $1', [holder.uid])).length, 2);
  t.equal((await logInDevice(server.address, secret)).status, 200);
});

t.test('of two devices that change the list at once exactly one does', async (t) => {
  const holder = await openHolder(server.address);
  const lists = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const { lock } = await newLock(holder);
      return { lock, list: nextKeyring(holder, firstKeyring(holder), [...holder.locks, lock]) };
    }),
  );
  const answers = await Promise.all(lists.map(({ lock, list }) => putKeyring(holder, list, [lock])));
  t.equal(answers.filter((answer) => answer.status === 200).length, 1);
  for (const answer of answers) if (answer.status !== 200) refused(t, answer, 'conflict');
  const winner = lists[answers.findIndex((answer) => answer.status === 200)]!;
  const account = await call(holder, 'GET', '/v1/account');
  t.strictSame(
    account.json.locks.map((lock: { loc: string }) => lock.loc).toSorted(),
    [...holder.locks, winner.lock].map((lock) => toHex(lock.loc)).toSorted(),
  );
});

t.test(
  'a lost card is replaced by a new one, and the account shows the cards and devices that open it',
  async (t) => {
    const holder = await openHolder(server.address);
    const { device, keyring } = await addDevice(holder, firstKeyring(holder));
    const without = nextKeyring(holder, keyring, [device.lock]);
    t.equal((await putKeyring(device.holder, without)).status, 200);
    refused(t, await logIn(holder), 'lock_blocked', 'the lost card');
    refused(t, await logIn(holder, HASH), 'lock_blocked', 'a thief who guesses');
    const { json } = await call(device.holder, 'GET', '/v1/account');
    t.match(json, {
      uid: toHex(holder.uid),
      vouched: false,
      locks: [{ loc: device.loc, tries: 0, frozen: false }],
    });
    t.equal(json.locks.length, 1);
    t.ok(json.locks[0].lastUsedAt >= json.locks[0].createdAt);
  },
);

t.test('changing cards and devices over and over fills no database', async (t) => {
  const holder = await openHolder(server.address);
  let keyring = firstKeyring(holder);
  for (let round = 0; round < 4; round++) {
    const { lock } = await newLock(holder);
    keyring = nextKeyring(holder, keyring, [...holder.locks, lock]);
    t.equal((await putKeyring(holder, keyring, [lock])).status, 200);
  }
  const lists = await owner.rows('select seq from unlocker_lists where uid = $1 order by seq', [holder.uid]);
  t.strictSame(lists, [{ seq: 1 }, { seq: 5 }], 'the first list and the newest are kept');
  await owner.rows(
    `insert into locks (loc, uid, type, auth_key, tag_hash, released, wrapped_key, generation, blocked_at)
     select uuid_send(gen_random_uuid()), $1, 'device', $2, $2, '', '', 1, now() from generate_series(1, 195)`,
    [holder.uid, HASH],
  );
  const { lock } = await newLock(holder);
  const more = nextKeyring(holder, keyring, [...holder.locks, lock]);
  refused(t, await putKeyring(holder, more, [lock]), 'too_large', 'the 201st');
  const fewer = nextKeyring(holder, keyring, holder.locks);
  t.equal((await putKeyring(holder, fewer)).status, 200, 'blocking is always possible');
});
