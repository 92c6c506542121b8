import { decapsulate, decrypt, demand, encapsulate, encrypt, equal, H, int, join, KD } from './primitives.js';

/** WRAP(k,ctx,m) with a given nonce of 24 bytes. */
export const wrap = (
  key: Uint8Array,
  context: Uint8Array,
  message: Uint8Array,
  nonce: Uint8Array,
): Uint8Array => {
  const commitment = KD(key, 'wrap.kc', nonce, context);
  const ad = join('CS1/wrap\0', commitment, context);
  return join(int(1, 1), nonce, commitment, encrypt(KD(key, 'wrap.key', nonce), nonce, ad, message));
};

export const unwrap = (key: Uint8Array, context: Uint8Array, wrapped: Uint8Array): Uint8Array => {
  demand(wrapped[0] === 1);
  const nonce = wrapped.slice(1, 25);
  const commitment = wrapped.slice(25, 57);
  demand(equal(commitment, KD(key, 'wrap.kc', nonce, context)));
  const ad = join('CS1/wrap\0', commitment, context);
  return decrypt(KD(key, 'wrap.key', nonce), nonce, ad, wrapped.slice(57));
};

const sealKey = (shared: Uint8Array, publicKey: Uint8Array, ciphertext: Uint8Array, context: Uint8Array) =>
  KD(shared, 'seal', H(publicKey), H(ciphertext), context);

/** SEAL(pk,ctx,m); `randomness` of 64 bytes makes it repeatable. */
export const seal = (
  publicKey: Uint8Array,
  context: Uint8Array,
  message: Uint8Array,
  randomness?: Uint8Array,
): Uint8Array => {
  const { cipherText, sharedSecret } = encapsulate(publicKey, randomness);
  const key = sealKey(sharedSecret, publicKey, cipherText, context);
  return join(int(2, 1), cipherText, encrypt(key, new Uint8Array(24), join('CS1/seal\0', context), message));
};

export const unseal = (
  keys: { publicKey: Uint8Array; secretKey: Uint8Array },
  context: Uint8Array,
  sealed: Uint8Array,
): Uint8Array => {
  demand(sealed[0] === 2);
  const ciphertext = sealed.slice(1, 1121);
  const key = sealKey(decapsulate(ciphertext, keys.secretKey), keys.publicKey, ciphertext, context);
  return decrypt(key, new Uint8Array(24), join('CS1/seal\0', context), sealed.slice(1121));
};

/** What each wrapped thing is bound to (docs/protocol.md §4). */
export const CONTEXTS = {
  safeKey: (safe: Uint8Array, epoch: number) => join('rk\0', safe, int(epoch, 4)),
  previousKey: (safe: Uint8Array, epoch: number) => join('prev\0', safe, int(epoch, 4)),
  documentKey: (safe: Uint8Array, document: Uint8Array, version: number) =>
    join(safe, document, int(version, 4), 'dek'),
  categoryName: (safe: Uint8Array, category: Uint8Array) => join('cat.name\0', safe, category),
  accountKey: (uid: Uint8Array, type: number, loc: Uint8Array, generation: number) =>
    join('ak\0', uid, int(type, 1), loc, int(generation, 4)),
  label: (uid: Uint8Array, loc: Uint8Array) => join('label\0', uid, loc),
};

/** `u8 length | text | zeros`, 64 bytes. */
export const padded64 = (text: string): Uint8Array => {
  const bytes = join(text);
  return join(int(bytes.length, 1), bytes, new Uint8Array(63 - bytes.length));
};
