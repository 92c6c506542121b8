import t from 'tap';
import { canonicalBytes, type Json } from '../../src/core/crypto/jcs.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { signBytes } from '../../src/core/crypto/sign.js';
import { random } from '../../src/core/crypto/sodium.js';
import { concat, toBase64Url, toHex, utf8 } from '../../src/core/bytes.js';
import * as identity from '../../src/core/protocol/identity.js';
import { allFail } from '../helpers/attacks.js';
import { unhex } from '../helpers/vectors.js';

/** A person with two generations of keys, and another second generation that the old key also approved. */
const person = (uid = random(16)) => {
  const keys = [newKey(), newKey(), newKey()].map((key) => identity.identityKeys(key as never)) as [
    identity.IdentityKeys,
    identity.IdentityKeys,
    identity.IdentityKeys,
  ];
  const first = identity.firstIdentity(uid, 'holder', keys[0], 1);
  const opened = identity.openIdentityChain(uid, [first]);
  const second = identity.nextIdentity({ identity: opened, link: first }, keys[0], keys[1], 2);
  const newest = identity.openIdentityChain(uid, [first, second]);
  const third = identity.nextIdentity({ identity: newest, link: second }, keys[1], keys[2], 3);
  const fork = identity.nextIdentity({ identity: opened, link: first }, keys[0], keys[2], 2);
  return { uid, keys, first, second, third, fork, opened, newest };
};
const alice = person();
const mallory = person();
/** What a server would make up for Alice's account. */
const madeUp = person(alice.uid);
const pin1 = identity.identityPin(alice.opened);
const pin2 = identity.identityPin(alice.newest);
const approvedBy = (secretKey: Uint8Array, type = 'id.next') => ({
  ...alice.second,
  approval: signBytes(type, alice.second.statement.subarray(64), secretKey),
});
const chain =
  (...links: identity.IdentityLink[]) =>
  () =>
    identity.openIdentityChain(alice.uid, links);
const pinned =
  (pin: identity.IdentityPin | undefined, ...links: identity.IdentityLink[]) =>
  () =>
    identity.openPinnedIdentity(pin, links);

t.test('a person whose QR code was scanned is found again after a change of keys', async (t) => {
  t.strictSame(identity.openPinnedIdentity(pin1, [alice.first, alice.second]), alice.newest);
  t.strictSame(identity.openPinnedIdentity(pin2, [alice.first, alice.second]), alice.newest);
});

allFail('no key is believed', {
  'that nobody scanned': pinned(undefined, alice.first),
  'of a chain made up by the server': pinned(pin1, madeUp.first),
  'swapped after it was scanned': pinned(pin2, madeUp.first, madeUp.second),
  'swapped in a later generation': pinned(pin1, alice.first, madeUp.second),
  'of another verified person': pinned(pin1, mallory.first),
  'of another verified person under this one’s pin': pinned({ ...pin1, uid: mallory.uid }, mallory.first),
  'of a fork after the pinned generation was seen': pinned(pin2, alice.first, alice.fork),
  'at a generation that no chain has': pinned({ ...pin1, gen: 0 }, alice.first),
  'under a fingerprint cut short': pinned({ ...pin1, fp: pin1.fp.subarray(0, 11) }, alice.first),
});

t.test('a server that hides a change of keys is caught by who saw it', async (t) => {
  t.throws(pinned(pin2, alice.first), { code: 'rolled_back' });
});

const restated = (change: Record<string, Json>, keys = alice.keys[0]): identity.IdentityLink => {
  const { uid, role, gen, ts } = alice.opened;
  const object = {
    t: 'id',
    uid: toHex(uid),
    role,
    gen,
    sign: toBase64Url(keys.sign.publicKey),
    enc: toBase64Url(keys.enc.publicKey),
    prev: null,
    ts,
    ...change,
  };
  const bytes = canonicalBytes(object);
  return { statement: concat(signBytes('id', bytes, keys.sign.secretKey), bytes), approval: null };
};
t.doesNotThrow(chain(restated({})), 'the helper says what an honest statement says');

/** A second statement that both keys stand for, though it does not follow the first. */
const astray = (change: Record<string, Json>): identity.IdentityLink => {
  const { gen, prev } = alice.newest;
  const { statement } = restated({ gen, prev: toHex(prev as Uint8Array), ...change }, alice.keys[1]);
  return { statement, approval: signBytes('id.next', statement.subarray(64), alice.keys[0].sign.secretKey) };
};
t.doesNotThrow(chain(alice.first, astray({})), 'the helper makes what follows');

allFail('a chain is refused', {
  'that skips a generation, though both keys signed': chain(alice.first, astray({ gen: 3 })),
  'that repeats a generation, though both keys signed': chain(alice.first, astray({ gen: 1 })),
  'that names another statement before, though both keys signed': chain(
    alice.first,
    astray({ prev: toHex(random(32)) }),
  ),
  'that names none before, though both keys signed': chain(alice.first, astray({ prev: null })),
  'that goes over to another account, though both keys signed': chain(
    alice.first,
    astray({ uid: toHex(mallory.uid) }),
  ),
  'whose person becomes a relay, though both keys signed': chain(alice.first, astray({ role: 'relay' })),
  'without any link': chain(),
  'with a gap': chain(alice.first, alice.third),
  'without its beginning': chain(alice.second),
  'in another order': chain(alice.second, alice.first),
  'with a link twice': chain(alice.first, alice.second, alice.second),
  'that begins twice': chain(alice.first, alice.first),
  'that goes on from a fork': chain(alice.first, alice.fork, alice.third),
  'whose rotation nobody approved': chain(alice.first, { ...alice.second, approval: null }),
  'whose rotation the new key alone approved': chain(alice.first, approvedBy(alice.keys[1].sign.secretKey)),
  'whose rotation somebody else approved': chain(alice.first, approvedBy(mallory.keys[0].sign.secretKey)),
  'whose approval is of another statement': chain(alice.first, {
    ...alice.second,
    approval: alice.fork.approval,
  }),
  'whose approval is a signature of another type': chain(
    alice.first,
    approvedBy(alice.keys[0].sign.secretKey, 'id'),
  ),
  'whose first statement is approved by somebody': chain({ ...alice.first, approval: alice.second.approval }),
  'of another account': chain(mallory.first),
  'that goes over to another account': chain(alice.first, mallory.second),
  'whose statement another key signed': chain({
    statement: concat(mallory.first.statement.subarray(0, 64), alice.first.statement.subarray(64)),
    approval: null,
  }),
  'whose statement was altered': chain({
    statement: concat(alice.first.statement.subarray(0, -1), utf8(']')),
    approval: null,
  }),
  'whose statement is empty': chain({ statement: new Uint8Array(64), approval: null }),
  'that begins at generation 2': chain(restated({ gen: 2 })),
  'of generation 0': chain(restated({ gen: 0 })),
  'of a generation beyond 32 bits': chain(restated({ gen: 2 ** 32 + 1 })),
  'of an unknown role': chain(restated({ role: 'admin' })),
  'whose sealing key is cut': chain(restated({ enc: toBase64Url(alice.keys[0].enc.publicKey.subarray(1)) })),
  'whose signature key is of small order': chain(
    restated({ sign: toBase64Url(unhex(`01${'00'.repeat(31)}`)) }),
  ),
  'that hides a field': chain(restated({ admin: true })),
});
