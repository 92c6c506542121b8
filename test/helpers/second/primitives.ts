/**
 * A second reading of docs/protocol.md, on other libraries, sharing no line with src/core: where both agree, neither
 * misread. Clear rather than fast; throws a plain Error wherever the specification says `damaged`.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { ed25519 } from '@noble/curves/ed25519.js';
import { argon2id } from '@noble/hashes/argon2.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { ml_kem768_x25519 as xwing } from '@noble/post-quantum/hybrid.js';

export const demand = (fine: boolean): void => {
  if (!fine) throw new Error('refused');
};

/** Joins bytes and texts (as UTF-8). */
export const join = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))));

export const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** A big-endian integer of `size` bytes. */
export const int = (value: number, size: 1 | 4 | 8): Uint8Array => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  demand(size === 8 || value < 256 ** size);
  return new Uint8Array(out.subarray(8 - size));
};

/** H(m): BLAKE2b-256. */
export const H = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  blake2b(join(...parts), { dkLen: 32 });

/** KD(k,label,ctx). */
export const KD = (
  key: Uint8Array,
  label: string,
  ...context: readonly (Uint8Array | string)[]
): Uint8Array => blake2b(join('CS1\0', label, '\0', ...context), { dkLen: 32, key });

export const encrypt = (key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, text: Uint8Array): Uint8Array =>
  xchacha20poly1305(key, nonce, ad).encrypt(text);

export const decrypt = (key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, text: Uint8Array): Uint8Array =>
  xchacha20poly1305(key, nonce, ad).decrypt(text);

export const signKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed);

const message = (type: string, bytes: Uint8Array) => join('CS1/sig\0', type, '\0', bytes);

/** SIGN(type,bytes); the secret is the seed of 32 bytes. */
export const sign = (type: string, bytes: Uint8Array, seed: Uint8Array): Uint8Array =>
  ed25519.sign(message(type, bytes), seed);

export const verify = (
  type: string,
  bytes: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean => ed25519.verify(signature, message(type, bytes), publicKey, { zip215: false });

export const kemKeys = (seed: Uint8Array) => xwing.keygen(seed);
export const encapsulate = (publicKey: Uint8Array, randomness?: Uint8Array) =>
  randomness ? xwing.encapsulate(publicKey, randomness) : xwing.encapsulate(publicKey);
export const decapsulate = (ciphertext: Uint8Array, secretKey: Uint8Array): Uint8Array =>
  xwing.decapsulate(ciphertext, secretKey);

/** Argon2id, 1 lane, 32 bytes: 32 MiB and 3 passes; for a device 19 MiB and 2 passes. */
export const stretch = (type: string, password: string, salt: Uint8Array): Uint8Array => {
  const cost = type === 'device' ? { m: 19 * 1024, t: 2 } : { m: 32 * 1024, t: 3 };
  return argon2id(join(password), salt, { ...cost, p: 1, dkLen: 32 });
};
