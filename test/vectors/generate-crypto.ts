import { utf8 } from '../../src/core/bytes.js';
import { encryptContainer, fileKey } from '../../src/core/crypto/container/encrypt.js';
import type { ContainerKind } from '../../src/core/crypto/container/kind.js';
import { canonicalBytes, type Json } from '../../src/core/crypto/jcs.js';
import { derive, type DocumentKey, type Key } from '../../src/core/crypto/keys.js';
import * as locked from '../../src/core/crypto/locked-secret.js';
import { passkeySecret } from '../../src/core/crypto/passkey.js';
import { noPin, stretchPin } from '../../src/core/crypto/pin.js';
import { seal } from '../../src/core/crypto/seal.js';
import { envelopeHash, signObject } from '../../src/core/crypto/sign.js';
import { blake2b, ed25519KeyPair, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import { wrap } from '../../src/core/crypto/wrap.js';
import { makeContainer } from '../helpers/second/container.js';
import { seal as repeatableSeal } from '../helpers/second/keys.js';
import type * as v from '../helpers/vectors.js';
import { pattern, tohex } from '../helpers/vectors.js';

export const fill = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);
export const counting = (from: number, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (from + i) & 255);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

export const wrapCases = (): v.WrapCase[] =>
  [
    { name: 'a key', context: utf8('some place'), message: counting(0x40, 32) },
    { name: 'without context', context: utf8(''), message: counting(0, 32) },
    { name: 'an empty message', context: utf8('empty'), message: utf8('') },
    { name: 'a long message', context: pattern(300), message: pattern(1000) },
  ].map(({ name, context, message }) => {
    const key = counting(0x11, 32) as Key<'wrapping'>;
    const wrapped = wrap(key, context, message);
    return {
      name,
      key: tohex(key),
      context: tohex(context),
      message: tohex(message),
      wrapped: tohex(wrapped),
    };
  });

export const sealCases = (): v.SealCase[] =>
  [
    { name: 'fresh', randomness: null, context: utf8('grant'), message: counting(0, 32) },
    { name: 'fresh, empty', randomness: null, context: utf8(''), message: utf8('') },
    { name: 'repeatable', randomness: counting(0x80, 64), context: utf8('grant'), message: pattern(100) },
  ].map(({ name, randomness, context, message }) => {
    const seed = counting(0x21, 32);
    const { publicKey } = xwingKeyPair(seed);
    const sealed = randomness
      ? repeatableSeal(publicKey, context, message, randomness)
      : seal(publicKey, context, message);
    return {
      name,
      seed: tohex(seed),
      publicKey: tohex(publicKey),
      randomness: randomness && tohex(randomness),
      context: tohex(context),
      message: tohex(message),
      sealed: tohex(sealed),
    };
  });

const OBJECTS: Record<string, { readonly t: string } & Json> = {
  'every kind of value': { t: 'test', n: 0, big: 2 ** 53 - 1, less: -7, yes: true, no: false, none: null },
  'nested, unsorted keys': { t: 'test', z: [1, [2, { b: 1, a: 2 }]], a: {}, A: [], '10': 1, '9': 2 },
  'signs that are escaped': { t: 'test', s: 'quote " slash \\ / tab \t zero \u0000 del \u007f line \u2028' },
  'other scripts': { t: 'test', s: 'Aïcha عائشة 爱 👩🏽‍⚕️ \ufeff' },
  'an own field named __proto__': JSON.parse('{"t":"test","__proto__":{"a":1}}') as { t: string },
};

export const signCases = (): v.SignCase[] =>
  Object.entries(OBJECTS).map(([name, object]) => {
    const seed = counting(0x31, 32);
    const keys = ed25519KeyPair(seed);
    const envelope = signObject(object, keys.secretKey);
    return {
      name,
      seed: tohex(seed),
      publicKey: tohex(keys.publicKey),
      type: 'test',
      canonical: text(canonicalBytes(object)),
      envelope: tohex(envelope),
      objectHash: tohex(envelopeHash('test', envelope)),
    };
  });

const REFUSED: Record<string, string | Uint8Array> = {
  'duplicate keys': '{"a":1,"a":1}',
  'duplicate keys, two values': '{"a":1,"a":2}',
  'unsorted keys': '{"b":1,"a":1}',
  'a space': '{"a": 1}',
  'a line end at the end': '{"a":1}\n',
  'a float': '{"a":1.5}',
  'a whole float': '{"a":1.0}',
  'an exponent': '{"a":1e2}',
  'minus zero': '{"a":-0}',
  'a leading zero': '{"a":01}',
  'a number beyond 2^53': '{"a":9007199254740992}',
  'an escape that needs none': '{"a":"\\u0041"}',
  'an escaped slash': '{"a":"\\/"}',
  'upper-case hexadecimal in an escape': '{"a":"\\u001F"}',
  'half a surrogate pair': '{"a":"\\ud800"}',
  'a key that is not ASCII': '{"é":1}',
  'an empty key': '{"":1}',
  'a byte order mark': '\ufeff{"a":1}',
  'bytes that are not UTF-8': Uint8Array.of(0x22, 0xff, 0x22),
  'an overlong encoding': Uint8Array.of(0x22, 0xc0, 0x80, 0x22),
  'two values': '1 2',
  nothing: '',
  'not a number': 'NaN',
};

export const jcsCases = (): v.JcsCase[] => [
  ...Object.entries(OBJECTS).map(([name, object]) => ({
    name,
    text: tohex(canonicalBytes(object)),
    canonical: true,
  })),
  ...Object.entries(REFUSED).map(([name, bad]) => ({
    name,
    text: tohex(Buffer.from(bad as string)),
    canonical: false,
  })),
];

const CONTAINERS: { name: string; kind: ContainerKind; plaintext: string | number }[] = [
  { name: 'the one of the design', kind: 'content', plaintext: tohex(utf8('Bonjour CNI')) },
  { name: 'empty', kind: 'content', plaintext: '' },
  { name: 'exactly the smallest padding', kind: 'content', plaintext: 4088 },
  { name: 'one byte more', kind: 'content', plaintext: 4089 },
  { name: 'exactly one chunk', kind: 'content', plaintext: 262_136 },
  { name: 'two chunks', kind: 'content', plaintext: 262_137 },
  { name: 'three chunks', kind: 'content', plaintext: 600_000 },
  { name: 'a thumbnail', kind: 'thumbnail', plaintext: 1000 },
  { name: 'metadata', kind: 'metadata', plaintext: tohex(utf8('{"title":"Carte d’identité"}')) },
  { name: 'metadata of exactly one step', kind: 'metadata', plaintext: 504 },
];

// Made by the second implementation, which takes salt and nonces; the first one opens them and recomputes the root.
export const containerCases = (): v.ContainerCase[] =>
  CONTAINERS.map(({ name, kind, plaintext }, row) => {
    const key = counting(0, 32) as DocumentKey;
    const place = { safe: fill(0xa1, 16), document: fill(0xd0, 16), version: 1 + row, kind };
    const data = typeof plaintext === 'number' ? pattern(plaintext) : Buffer.from(plaintext, 'hex');
    const { header } = encryptContainer(key, place, data.length, []);
    const salt = fill(0x5a, 32);
    const nonces = Array.from({ length: header.chunkCount }, (_, i) => fill(0x4e + i, 24));
    const made = makeContainer(key, place, data, salt, (i) => nonces[i] as Uint8Array);
    return {
      name,
      key: tohex(key),
      safe: tohex(place.safe),
      document: tohex(place.document),
      version: place.version,
      kind,
      salt: tohex(salt),
      nonces: nonces.map(tohex),
      plaintext,
      header: tohex(made.header),
      fileKey: tohex(fileKey(key, { ...header, bytes: made.header })),
      storedBytes: made.stored.length,
      storedHash: tohex(blake2b(made.stored)),
      root: tohex(made.root),
    };
  });

const LOCKS: { name: string; type: locked.LockType; pin: string | null; prf?: Uint8Array }[] = [
  { name: 'the card of the design', type: 'card', pin: '482913' },
  { name: 'a card, its code typed in Arabic digits', type: 'card', pin: '٤٨٢٩١٣' },
  { name: 'a device', type: 'device', pin: '482913' },
  { name: 'a device, its code typed full-width', type: 'device', pin: '４８２９１３' },
  { name: 'a link with a code', type: 'link', pin: '730164' },
  { name: 'a link without code', type: 'link', pin: null },
  { name: 'a passkey', type: 'device', pin: null, prf: counting(0xa0, 32) },
];

export const lockCases = (): Promise<v.LockCase[]> =>
  Promise.all(
    LOCKS.map(async ({ name, type, pin, prf }) => {
      const secret = prf ? passkeySecret(prf) : counting(1, locked.SECRET_BYTES);
      const p = pin === null ? noPin(secret) : await stretchPin(type, secret, pin);
      const released = fill(0, 32);
      const loc = locked.lockLocator(type, secret);
      const auth = locked.lockAuthKeys(type, secret);
      const tag = locked.lockTag(type, secret, p);
      const kek = locked.lockKek(type, secret, p, released);
      const place = { uid: fill(0xe0, 16), type, loc, generation: 3 };
      const accountKey = counting(0x60, 32) as Key<'account'>;
      const challenge = fill(0xc4, 32);
      return {
        name,
        type,
        secret: tohex(secret),
        ...(prf && { prf: tohex(prf) }),
        pin,
        pinSalt: tohex(derive(secret, 'pin.salt').slice(0, 16)),
        stretched: tohex(p),
        released: tohex(released),
        loc: tohex(loc),
        authPublicKey: tohex(auth.publicKey),
        tag: tohex(tag),
        tagHash: tohex(locked.tagHash(tag)),
        kek: tohex(kek),
        challenge: tohex(challenge),
        signature: tohex(locked.signRelease(auth, loc, challenge, tag)),
        uid: tohex(place.uid),
        generation: place.generation,
        accountKey: tohex(accountKey),
        wrappedAccountKey: tohex(locked.wrapAccountKey(kek, place, accountKey)),
      };
    }),
  );
