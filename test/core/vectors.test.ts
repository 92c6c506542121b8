import t from 'tap';
import { utf8 } from '../../src/core/bytes.js';
import { fileKey } from '../../src/core/crypto/container/encrypt.js';
import { makeHeader, readHeader } from '../../src/core/crypto/container/header.js';
import { rootReader } from '../../src/core/crypto/container/root-reader.js';
import { canonicalBytes, parseCanonical } from '../../src/core/crypto/jcs.js';
import type { AccountKey, DocumentKey, Key } from '../../src/core/crypto/keys.js';
import * as locked from '../../src/core/crypto/locked-secret.js';
import { PASSKEY_SALT } from '../../src/core/crypto/passkey-salt.js';
import { passkeySecret } from '../../src/core/crypto/passkey.js';
import { argon2, noPin, selfTest, stretchPin } from '../../src/core/crypto/pin.js';
import { unseal } from '../../src/core/crypto/seal.js';
import { envelopeHash, openObject, signObject } from '../../src/core/crypto/sign.js';
import { ed25519KeyPair, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import { unwrap } from '../../src/core/crypto/wrap.js';
import { damaged } from '../../src/core/errors.js';
import * as container from '../helpers/second/container.js';
import * as keys from '../helpers/second/keys.js';
import * as lock from '../helpers/second/lock.js';
import * as objects from '../helpers/second/objects.js';
import * as primitives from '../helpers/second/primitives.js';
import { opened } from '../helpers/stored.js';
import { pattern, tohex, unhex, vectors } from '../helpers/vectors.js';

t.test('a wrapped key of any year is opened by two programs that share no line', async (t) => {
  for (const v of vectors('wrap')) {
    const [key, context, message, wrapped] = [v.key, v.context, v.message, v.wrapped].map(unhex) as [
      Key<'wrapping'>,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    t.equal(tohex(unwrap(key, context, wrapped)), v.message, v.name);
    t.equal(tohex(keys.unwrap(key, context, wrapped)), v.message, v.name);
    t.equal(tohex(keys.wrap(key, context, message, wrapped.slice(1, 25))), v.wrapped, v.name);
  }
});

t.test('what was sealed to somebody is opened by both', async (t) => {
  for (const v of vectors('seal')) {
    const [seed, context, sealed] = [v.seed, v.context, v.sealed].map(unhex) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const [ours, second] = [xwingKeyPair(seed), primitives.kemKeys(seed)];
    t.equal(tohex(ours.publicKey), v.publicKey, v.name);
    t.equal(tohex(second.publicKey), v.publicKey, v.name);
    t.equal(tohex(ours.secretKey), tohex(second.secretKey), v.name);
    t.equal(tohex(unseal(ours, context, sealed)), v.message, v.name);
    t.equal(tohex(keys.unseal(second, context, sealed)), v.message, v.name);
    if (!v.randomness) continue;
    const again = keys.seal(second.publicKey, context, unhex(v.message), unhex(v.randomness));
    t.equal(tohex(again), v.sealed, v.name);
  }
});

t.test('a signature and its bytes are the same wherever they are made', async (t) => {
  for (const v of vectors('sign')) {
    const object = JSON.parse(v.canonical) as { t: string };
    const pair = ed25519KeyPair(unhex(v.seed));
    t.equal(tohex(pair.publicKey), v.publicKey, v.name);
    t.equal(Buffer.from(canonicalBytes(object)).toString(), v.canonical, v.name);
    t.equal(objects.jcs(object), v.canonical, v.name);
    t.equal(tohex(signObject(object, pair.secretKey)), v.envelope, v.name);
    t.equal(tohex(objects.envelope(object, unhex(v.seed))), v.envelope, v.name);
    t.equal(tohex(envelopeHash(v.type, unhex(v.envelope))), v.objectHash, v.name);
    t.equal(tohex(objects.objectHash(v.type, unhex(v.envelope))), v.objectHash, v.name);
    t.strictSame(openObject(v.type, unhex(v.envelope), pair.publicKey), object, v.name);
    t.strictSame(objects.openEnvelope(v.type, unhex(v.envelope), pair.publicKey), object, v.name);
  }
});

t.test('a text that two readers could understand differently is refused', async (t) => {
  for (const v of vectors('jcs')) {
    if (v.canonical) t.strictSame(tohex(canonicalBytes(parseCanonical(unhex(v.text)))), v.text, v.name);
    else t.throws(() => parseCanonical(unhex(v.text)), damaged(), v.name);
  }
});

t.test('a container of any length is made and opened alike by both', async (t) => {
  for (const v of vectors('container')) {
    const key = unhex(v.key) as DocumentKey;
    const place = { safe: unhex(v.safe), document: unhex(v.document), version: v.version, kind: v.kind };
    const data = typeof v.plaintext === 'number' ? pattern(v.plaintext) : unhex(v.plaintext);
    const made = container.makeContainer(key, place, data, unhex(v.salt), (i) =>
      unhex(v.nonces[i] as string),
    );
    t.equal(tohex(made.header), v.header, v.name);
    t.equal(tohex(made.fk), v.fileKey, v.name);
    t.equal(made.stored.length, v.storedBytes, v.name);
    t.equal(tohex(primitives.H(made.stored)), v.storedHash, v.name);
    t.equal(tohex(made.root), v.root, v.name);

    const header = makeHeader(place, data.length, unhex(v.salt));
    t.equal(tohex(header.bytes), v.header, v.name);
    t.strictSame(readHeader(unhex(v.header)), header, v.name);
    t.equal(tohex(fileKey(key, header)), v.fileKey, v.name);
    const reader = rootReader();
    reader.push(made.stored);
    t.equal(tohex(reader.finish().root), v.root, v.name);
    t.equal(tohex(await opened(key, place, unhex(v.root), made.stored)), tohex(data), v.name);
    t.equal(tohex(container.openContainer(key, place, made.root, made.stored)), tohex(data), v.name);
  }
});

t.test('a card, a device, a link and a passkey open with the same keys in both', async (t) => {
  for (const v of vectors('locked-secret')) {
    const [secret, released, challenge] = [v.secret, v.released, v.challenge].map(unhex) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    if (v.prf !== undefined) {
      const prf = unhex(v.prf);
      t.strictSame([passkeySecret(prf), lock.passkeySecret(prf)].map(tohex), [v.secret, v.secret], v.name);
    }
    const p = v.pin === null ? noPin(secret) : await stretchPin(v.type, secret, v.pin);
    const q = lock.stretchedPin(v.type, secret, v.pin);
    const second = lock.lock(v.type, secret, q, released);
    t.strictSame([tohex(p), tohex(q)], [v.stretched, v.stretched], v.name);
    t.equal(tohex(primitives.KD(secret, 'pin.salt').slice(0, 16)), v.pinSalt, v.name);

    const tag = locked.lockTag(v.type, secret, p);
    const auth = locked.lockAuthKeys(v.type, secret);
    const kek = locked.lockKek(v.type, secret, p, released);
    t.strictSame([tohex(locked.lockLocator(v.type, secret)), tohex(second.loc)], [v.loc, v.loc], v.name);
    t.strictSame([tohex(auth.publicKey), tohex(second.auth)], [v.authPublicKey, v.authPublicKey], v.name);
    t.strictSame([tohex(tag), tohex(second.tag)], [v.tag, v.tag], v.name);
    t.strictSame([tohex(locked.tagHash(tag)), tohex(second.tagHash)], [v.tagHash, v.tagHash], v.name);
    t.strictSame([tohex(kek), tohex(second.kek)], [v.kek, v.kek], v.name);
    t.equal(tohex(locked.signRelease(auth, unhex(v.loc), challenge, tag)), v.signature, v.name);
    t.equal(tohex(lock.release(second, challenge)), v.signature, v.name);
    t.ok(locked.verifyRelease(second.auth, unhex(v.loc), challenge, tag, unhex(v.signature)), v.name);

    const place = { uid: unhex(v.uid), type: v.type, loc: unhex(v.loc), generation: v.generation };
    const wrapped = unhex(v.wrappedAccountKey);
    const context = keys.CONTEXTS.accountKey(place.uid, lock.LOCK_BYTES[v.type], place.loc, v.generation);
    t.equal(tohex(locked.unwrapAccountKey(kek, place, wrapped)), v.accountKey, v.name);
    t.equal(
      tohex(keys.wrap(kek, context, unhex(v.accountKey) as AccountKey, wrapped.slice(1, 25))),
      tohex(wrapped),
    );
  }
});

t.test('every passkey is asked for the same, for ever', async (t) => {
  t.equal(Buffer.from(PASSKEY_SALT).toString(), 'CS1/passkey.1');
  for (const length of [0, 20, 31, 33]) {
    t.throws(() => passkeySecret(new Uint8Array(length)), { code: 'damaged' }, 'another answer is none');
  }
});

t.test('the vectors of the design still hold', async (t) => {
  const [paper] = vectors('container');
  t.equal(paper?.plaintext, tohex(utf8('Bonjour CNI')));
  t.equal(paper?.fileKey, '238c6c78a85f1bdab51a4b6c8b57727260ec2d639f62c7cbd00fb6c74c660155');
  t.equal(paper?.root, '2e47c224e0cedf972bcbafa99c4fa1de4a6c3238da190e6ad08f3842fc8c3b3c');
  const [card] = vectors('locked-secret');
  t.equal(card?.secret, '0102030405060708090a0b0c0d0e0f1011121314');
  t.equal(card?.loc, 'e70dceafbfa7e45857d4811b002cf65c');
  t.equal(card?.tag, 'c7b76c4dd0cd4e4364d04add0ee3953bc7f625dab5ce968b3a14f4f879f712c1');
  t.equal(card?.authPublicKey, 'ad616d624696cf8d200b332882b1fa210253e02c72cfe583edea31ca0539b7f2');
  t.equal(card?.kek, 'e0408d8e2c528164d1447d036a61805192a0f818333a6403ca7a8cdacbe0ad2d');
});

t.test('the self-test knows the answer that two libraries compute', async (t) => {
  const salt = new Uint8Array(16).fill(0x5a);
  for (const type of ['card', 'device', 'link', 'spare'] as const) {
    const answer = primitives.stretch(type, '482913', salt);
    t.equal(tohex(await argon2(utf8('482913'), salt, type)), tohex(answer));
    await selfTest(
      async (password, given, of) => primitives.stretch(of, Buffer.from(password).toString(), given),
      type,
    );
    await selfTest(argon2, type);
  }
});
