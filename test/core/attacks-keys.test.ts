import t from 'tap';
import { challengeLock, releaseLock } from '../../src/core/api/accounts.js';
import { concat, utf8 } from '../../src/core/bytes.js';
import { derive, type Key, newKey } from '../../src/core/crypto/keys.js';
import { enrolLock, newLockedSecret } from '../../src/core/crypto/locked-secret.js';
import { argon2, selfTest, type Stretch, stretchPin } from '../../src/core/crypto/pin.js';
import { seal, unseal } from '../../src/core/crypto/seal.js';
import { signBytes, verifyBytes } from '../../src/core/crypto/sign.js';
import { aeadEncrypt, ed25519KeyPair, random, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import { unwrap, unwrapKey, wrap } from '../../src/core/crypto/wrap.js';
import * as safe from '../../src/core/protocol/safe-keys.js';
import { unwrapLabel, wrapLabel } from '../../src/core/protocol/unlockers.js';
import { allFail, DAMAGED } from '../helpers/attacks.js';
import { patched } from '../helpers/forge.js';
import { tohex, unhex } from '../helpers/vectors.js';

const key = newKey<'wrapping'>();
const context = utf8('here');
const wrapped = wrap(key, context, newKey());
const withByte = (bytes: Uint8Array, at: number, value: number) => patched(bytes, [at, Uint8Array.of(value)]);

allFail('a wrapped key stays shut', {
  'under another context': () => unwrap(key, utf8('there'), wrapped),
  'under a longer context': () => unwrap(key, utf8('here '), wrapped),
  'without its context': () => unwrap(key, utf8(''), wrapped),
  'with the wrong key': () => unwrap(newKey<'wrapping'>(), context, wrapped),
  'of an unknown suite': () => unwrap(key, context, withByte(wrapped, 0, 2)),
  'of suite 0': () => unwrap(key, context, withByte(wrapped, 0, 0)),
  'cut by one byte': () => unwrap(key, context, wrapped.subarray(0, -1)),
  'cut to its header': () => unwrap(key, context, wrapped.subarray(0, 57)),
  'when nothing came': () => unwrap(key, context, new Uint8Array(0)),
  'with a byte appended': () => unwrap(key, context, concat(wrapped, Uint8Array.of(0))),
  'with the commitment of another wrapping': () =>
    unwrap(key, context, patched(wrapped, [25, wrap(key, context, newKey()).slice(25, 57)])),
  'with the body of another wrapping': () =>
    unwrap(key, context, patched(wrapped, [57, wrap(key, context, newKey()).slice(57)])),
  'when it holds no key but something shorter': () => unwrapKey(key, context, wrap(key, context, random(31))),
  'when it holds something longer': () => unwrapKey(key, context, wrap(key, context, random(33))),
});

t.test('a wrapped key that two keys could open is refused by both', async (t) => {
  // Everything holds but the commitment: this is where a sender would prepare one text for two readers.
  const nonce = random(24);
  const commitment = random(32);
  const ad = concat(utf8('CS1/wrap\0'), commitment, context);
  const body = aeadEncrypt(derive(key, 'wrap.key', nonce), nonce, ad, newKey());
  t.throws(() => unwrap(key, context, concat(Uint8Array.of(1), nonce, commitment, body)), DAMAGED);
});

t.test('a wrapped key stays shut: any bit of it flipped', async (t) => {
  for (let bit = 0; bit < 8 * wrapped.length; bit++) {
    const at = bit >> 3;
    const altered = withByte(wrapped, at, (wrapped[at] as number) ^ (1 << (bit & 7)));
    t.throws(() => unwrap(key, context, altered), DAMAGED, `bit ${bit}`);
  }
});

const [account, root, category] = [newKey<'account'>(), newKey<'safe'>(), newKey<'category'>()];
const [safeId, other, document] = [random(16), random(16), random(16)];
const place = { safe: safeId, document, version: 3 };
const wrappedRoot = safe.wrapSafeKey(account, safeId, 2, root);
const wrappedPrevious = safe.wrapPreviousKey(root, safeId, 1, newKey<'safe'>());
const wrappedDek = safe.wrapDocumentKey(category, place, newKey<'document'>());
const name = safe.wrapCategoryName(category, safeId, other, utf8('Santé'));
const label = wrapLabel(account, safeId, other, utf8('phone'));

allFail('a key is of use in its place only', {
  'the key of another safe': () => safe.unwrapSafeKey(account, other, 2, wrappedRoot),
  'the key of another epoch': () => safe.unwrapSafeKey(account, safeId, 1, wrappedRoot),
  'the key of another account': () => safe.unwrapSafeKey(newKey(), safeId, 2, wrappedRoot),
  'an epoch before shown as another': () => safe.unwrapPreviousKey(root, safeId, 2, wrappedPrevious),
  'an epoch before shown as the present one': () => safe.unwrapSafeKey(account, safeId, 1, wrappedPrevious),
  'the document key of another version': () =>
    safe.unwrapDocumentKey(category, { ...place, version: 2 }, wrappedDek),
  'the document key of a version beyond 32 bits': () =>
    safe.unwrapDocumentKey(category, { ...place, version: 3 + 2 ** 32 }, wrappedDek),
  'the document key of another paper': () =>
    safe.unwrapDocumentKey(category, { ...place, document: other }, wrappedDek),
  'the document key of another safe': () =>
    safe.unwrapDocumentKey(category, { ...place, safe: other }, wrappedDek),
  'the document key of another category': () => safe.unwrapDocumentKey(newKey(), place, wrappedDek),
  'a category’s key of an epoch before': () =>
    safe.unwrapDocumentKey(safe.categoryKey(root, other, 1), place, wrappedDek),
  'ids that are cut elsewhere': () =>
    safe.unwrapDocumentKey(
      category,
      { ...place, safe: safeId.slice(0, 15), document: concat(safeId.slice(15), document) },
      wrappedDek,
    ),
  'a name as a document key': () => safe.unwrapDocumentKey(category, place, name),
  'a document key as a name': () => safe.unwrapCategoryName(category, safeId, document, wrappedDek),
  'the name of another category': () => safe.unwrapCategoryName(category, safeId, document, name),
  'the name of another device': () => unwrapLabel(account, safeId, document, label),
});

const [alice, mallory] = [xwingKeyPair(newKey()), xwingKeyPair(newKey())];
const grant = utf8('grant 1');
const sealed = seal(alice.publicKey, grant, newKey());

allFail('what was sealed stays shut', {
  'replayed to another recipient': () => unseal(mallory, grant, sealed),
  'replayed to another grant': () => unseal(alice, utf8('grant 2'), sealed),
  'with another public key beside the secret one': () =>
    unseal({ ...alice, publicKey: mallory.publicKey }, grant, sealed),
  'of an unknown suite': () => unseal(alice, grant, withByte(sealed, 0, 1)),
  'cut by one byte': () => unseal(alice, grant, sealed.subarray(0, -1)),
  'cut to its capsule': () => unseal(alice, grant, sealed.subarray(0, 1121)),
  'when nothing came': () => unseal(alice, grant, new Uint8Array(0)),
  'with the body of another sealing': () =>
    unseal(
      alice,
      grant,
      concat(sealed.subarray(0, 1121), seal(alice.publicKey, grant, newKey()).subarray(1121)),
    ),
});

t.test('what was sealed stays shut: any byte of it altered', async (t) => {
  for (let at = 0; at < sealed.length; at += 7) {
    const altered = withByte(sealed, at, (sealed[at] as number) ^ 0x20);
    t.throws(() => unseal(alice, grant, altered), DAMAGED, `byte ${at}`);
  }
});

// Points of small order on Curve25519 (RFC 7748 §6.1): a shared secret with them is known to everybody.
const LOW_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map(unhex);

allFail('nothing is sealed to a bad key', {
  'cut by one byte': () => seal(alice.publicKey.subarray(0, -1), grant, key),
  'one byte too long': () => seal(concat(alice.publicKey, Uint8Array.of(0)), grant, key),
  'all zeros': () => seal(new Uint8Array(1216), grant, key),
  'lattice part out of range': () => seal(patched(alice.publicKey, [0, random(384).fill(0xff)]), grant, key),
  ...Object.fromEntries(
    LOW_ORDER.map((point, i) => [
      `point of small order ${i}`,
      () => seal(patched(alice.publicKey, [1184, point]), grant, key),
    ]),
  ),
});

for (const [i, point] of LOW_ORDER.entries()) {
  t.test(`nothing is opened from a capsule with point of small order ${i}`, async (t) => {
    t.throws(() => unseal(alice, grant, patched(sealed, [1 + 1088, point])), DAMAGED);
  });
}

t.test('a signature key of small order signs nothing', async (t) => {
  const identity = unhex(`01${'00'.repeat(31)}`);
  const zero = unhex('00'.repeat(32));
  // With such a key, R = identity and S = 0 "verify" for any message where nobody looks.
  t.notOk(verifyBytes('id', utf8('any'), concat(identity, zero), identity));
  t.notOk(verifyBytes('id', utf8('any'), concat(identity, zero), zero));
  const pair = ed25519KeyPair(newKey());
  const signature = signBytes('id', utf8('any'), pair.secretKey);
  t.ok(verifyBytes('id', utf8('any'), signature, pair.publicKey));
  t.notOk(verifyBytes('id', utf8('any'), signature, pair.publicKey.subarray(0, 31)), 'cut key');
  t.notOk(verifyBytes('id', utf8('any'), signature.subarray(0, 63), pair.publicKey), 'cut signature');
  t.notOk(verifyBytes('id', utf8('any'), plusOrder(signature), pair.publicKey), 'malleable signature');
});

/** The other S that satisfies the same equation: S + L (RFC 8032 §5.1.7 forbids it). */
const plusOrder = (signature: Uint8Array): Uint8Array => {
  const L = 2n ** 252n + 27742317777372353535851937790883648493n;
  const S = BigInt(`0x${tohex(signature.slice(32).toReversed())}`) + L;
  return concat(signature.slice(0, 32), unhex(S.toString(16).padStart(64, '0')).toReversed());
};

t.test('a server has no way to weaken how a code is stretched', async (t) => {
  const seen: Parameters<Stretch>[] = [];
  const spy: Stretch = (...given) => {
    seen.push(given);
    return argon2(...given);
  };
  const secret = newLockedSecret();
  await stretchPin('device', secret, '730164', spy);
  // What reaches the function is the code, 16 bytes that only the secret decides, and what is opened: no cost, no length.
  t.equal(seen.length, 2, 'the self-test, then the code');
  t.strictSame(
    seen.map((given) => given.length),
    [3, 3],
  );
  t.strictSame([seen[1]?.[0].length, seen[1]?.[1].length, seen[1]?.[2]], [6, 16, 'device']);
  t.equal(argon2.length, 3);
  const answers = [challengeLock, releaseLock].flatMap(({ response }) => Object.keys(response.properties));
  for (const field of answers) t.notMatch(field, /salt|kdf|argon|memory|iteration|cost|param|rounds/i);
});

t.test('a device that computes wrongly enrols nothing', async (t) => {
  const account = { uid: random(16), generation: 1, key: newKey<'account'>() };
  const secret = newLockedSecret();
  const faulty: Record<string, Stretch> = {
    'another answer': async () => random(32),
    'an answer cut short': async (...given) => (await argon2(...given)).subarray(0, 16),
    'one bit wrong': async (...given) => {
      const answer = await argon2(...given);
      return withByte(answer, 31, (answer[31] as number) ^ 1);
    },
    'no memory for it': () => Promise.reject(new RangeError('out of memory')),
  };
  for (const [name, stretch] of Object.entries(faulty)) {
    const enrolling = enrolLock('card', secret, () => stretchPin('card', secret, '730164', stretch), account);
    await t.rejects(enrolling, { code: 'self_test_failed' }, name);
  }
});

t.test('a self-test that failed once is not believed for ever', async (t) => {
  let calls = 0;
  const recovering: Stretch = (...given) =>
    calls++ === 0 ? Promise.reject(new Error('busy')) : argon2(...given);
  await t.rejects(selfTest(recovering, 'card'), { code: 'self_test_failed' });
  await selfTest(recovering, 'card');
  const answer: Key<'pin'> = await stretchPin('card', newLockedSecret(), '730164', recovering);
  t.equal(answer.length, 32);
  t.equal(calls, 3, 'tested once more, then not again');
  await stretchPin('device', newLockedSecret(), '730164', recovering);
  t.equal(calls, 5, 'another cost is tested on its own');
});
