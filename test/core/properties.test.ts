import fc from 'fast-check';
import t from 'tap';
import { fromBase64Url, fromHex, toBase64Url, toHex, u32, u64 } from '../../src/core/bytes.js';
import { canonicalBytes, type Json, parseCanonical } from '../../src/core/crypto/jcs.js';
import { derive, type Key, newKey } from '../../src/core/crypto/keys.js';
import { asciiDigits, checkNewPin } from '../../src/core/crypto/pin.js';
import { seal, unseal } from '../../src/core/crypto/seal.js';
import { openObject, signObject } from '../../src/core/crypto/sign.js';
import { aeadDecrypt, aeadEncrypt, blake2b, blake2bStream } from '../../src/core/crypto/sodium.js';
import { ed25519KeyPair, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import { unwrap, WRAP_OVERHEAD, wrap } from '../../src/core/crypto/wrap.js';
import { isSafeError } from '../../src/core/errors.js';
import { padLabel, unpadLabel } from '../../src/core/protocol/label.js';
import { jcs } from '../helpers/second/objects.js';

const bytes = (min = 0, max = 300) => fc.uint8Array({ minLength: min, maxLength: max });
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const key = bytes(32, 32) as fc.Arbitrary<Key<'wrapping'>>;
const refuses = (call: () => unknown, code: 'damaged' | 'invalid_request'): boolean => {
  try {
    call();
    return false;
  } catch (error) {
    return isSafeError(error, code);
  }
};

/** Everything that our subset of JSON can say. */
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((n) => n + 0 || 0),
    fc.string({ unit: 'binary' }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[\x21-\x7e]{1,6}$/), tie('json'), { maxKeys: 5 }),
  ),
}));

t.test('whatever is wrapped comes back, and is 73 bytes longer meanwhile', async () => {
  fc.assert(
    fc.property(key, bytes(), bytes(), (k, context, message) => {
      const wrapped = wrap(k, context, message);
      return wrapped.length === message.length + WRAP_OVERHEAD && same(unwrap(k, context, wrapped), message);
    }),
  );
});

t.test('whatever is sealed to a person comes back to them', async () => {
  const property = fc.property(bytes(32, 32), bytes(), bytes(), (seed, context, message) => {
    const keys = xwingKeyPair(seed);
    return same(unseal(keys, context, seal(keys.publicKey, context, message)), message);
  });
  fc.assert(property, { numRuns: 20 });
});

t.test('whatever is encrypted comes back, and a change of any byte does not', async () => {
  fc.assert(
    fc.property(key, bytes(24, 24), bytes(), bytes(), fc.nat(), (k, nonce, ad, message, at) => {
      const secret = aeadEncrypt(k, nonce, ad, message);
      const altered = secret.slice();
      altered[at % altered.length]! ^= 1 << (at % 8);
      const fails = refuses(() => aeadDecrypt(k, nonce, ad, altered), 'damaged');
      return fails && same(aeadDecrypt(k, nonce, ad, secret), message);
    }),
  );
});

t.test('a hash does not depend on how its bytes arrive', async () => {
  fc.assert(
    fc.property(fc.array(bytes()), (pieces) => {
      const state = blake2bStream();
      for (const piece of pieces) state.update(piece);
      return same(state.digest(), blake2b(Buffer.concat(pieces)));
    }),
  );
});

t.test('two purposes or two contexts never give the same key', async () => {
  const label = fc.stringMatching(/^[a-z.]{1,8}$/);
  fc.assert(
    fc.property(key, label, label, bytes(), bytes(), (k, a, b, one, two) =>
      a === b && same(one, two) ? true : !same(derive(k, a, one), derive(k, b, two)),
    ),
  );
});

t.test('a signed object is read exactly as it was meant', async () => {
  const pair = ed25519KeyPair(newKey());
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), json, { maxKeys: 4 }), (fields) => {
      const object = { ...fields, t: 'test' };
      const read = openObject('test', signObject(object, pair.secretKey), pair.publicKey);
      return jcs(read) === jcs(object);
    }),
  );
});

t.test('every value has one text, and only that text is read', async () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalBytes(value);
      const again = canonicalBytes(parseCanonical(text));
      return same(text, again) && Buffer.from(text).toString() === jcs(value);
    }),
  );
  fc.assert(
    fc.property(fc.json(), (text) => {
      const written = new Uint8Array(Buffer.from(text));
      try {
        return same(canonicalBytes(parseCanonical(written)), written);
      } catch (error) {
        return isSafeError(error, 'damaged');
      }
    }),
  );
  fc.assert(
    fc.property(json, fc.nat(), (value, at) => {
      const text = canonicalBytes(value);
      const spaced = Buffer.concat([
        text.subarray(0, at % text.length),
        Buffer.from(' '),
        text.subarray(at % text.length),
      ]);
      return refuses(() => parseCanonical(spaced), 'damaged') || spaced.includes('"');
    }),
  );
});

t.test('hexadecimal and base64url come back, and say a thing in one way only', async () => {
  fc.assert(
    fc.property(
      bytes(),
      (b) => same(fromHex(toHex(b), b.length), b) && same(fromBase64Url(toBase64Url(b)), b),
    ),
  );
  fc.assert(fc.property(bytes(), (b) => toBase64Url(b) === Buffer.from(b).toString('base64url')));
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]*={0,2}$/)), (text) => {
      try {
        return toBase64Url(fromBase64Url(text)) === text;
      } catch (error) {
        return isSafeError(error, 'invalid_request');
      }
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-fA-F]{0,8}$/), fc.nat(4), (text, length) => {
      try {
        return toHex(fromHex(text, length)) === text;
      } catch (error) {
        return isSafeError(error, 'invalid_request');
      }
    }),
  );
});

t.test('a number that does not fit is refused rather than cut', async (t) => {
  fc.assert(fc.property(fc.nat(0xffff_ffff), (n) => Buffer.from(u32(n)).readUInt32BE() === n));
  fc.assert(fc.property(fc.maxSafeNat(), (n) => Buffer.from(u64(n)).readBigUInt64BE() === BigInt(n)));
  for (const bad of [-1, 0.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY])
    t.ok(refuses(() => u32(bad), 'damaged'));
  for (const bad of [-1, 0.5, 2 ** 53, Number.NaN]) t.ok(refuses(() => u64(bad), 'damaged'));
});

t.test('a name on a label stays readable, its length hidden', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
      const encoded = new Uint8Array(Buffer.from(name));
      const padded = padLabel(encoded);
      const kept = new TextDecoder('utf-8', { fatal: true }).decode(unpadLabel(padded));
      const whole = encoded.length <= 62 ? kept === name.replace(/^\ufeff/, '') : name.startsWith(kept);
      return padded.length === 64 && whole && encoded.length - Buffer.byteLength(kept) >= 0;
    }),
  );
  fc.assert(
    fc.property(bytes(0, 70), (padded) => {
      const read = () => unpadLabel(padded);
      return refuses(read, 'damaged') || same(padLabel(read()), padded);
    }),
  );
});

t.test('a code is the same code on every keyboard', async () => {
  const zeros = ['0', '٠', '۰', '०', '০', '０'].map((zero) => zero.codePointAt(0) as number);
  const digits = fc.stringMatching(/^[0-9]{6}$/);
  fc.assert(
    fc.property(digits, fc.constantFrom(...zeros), (code, zero) => {
      const typed = Array.from(code, (digit) => String.fromCodePoint(zero + Number(digit))).join('');
      return asciiDigits(typed) === code;
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      try {
        return /^[0-9]{6}$/.test(checkNewPin(typed));
      } catch (error) {
        return isSafeError(error, 'bad_code_format') || isSafeError(error, 'weak_code');
      }
    }),
  );
});
