/**
 * The one file that knows libsodium. Everything here is a standard primitive under its own name; the rules of use
 * are in docs/protocol.md §1.
 */
import sodium from 'libsodium-wrappers';
import { damaged, SafeError } from '../errors.js';

await sodium.ready;

export const random = (length: number): Uint8Array => sodium.randombytes_buf(length);

/** Whether two secrets are the same, in time that depends on their length only. */
export const sameSecret = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && sodium.memcmp(a, b);

/** Overwrites a secret that is no longer needed (best effort: libsodium's own memory keeps what it freed). */
export const wipe = (...secrets: readonly Uint8Array[]): void => {
  for (const secret of secrets) sodium.memzero(secret);
};

/** BLAKE2b (RFC 7693), 32 bytes out; with a key of 16 to 64 bytes it is a MAC and a KDF. */
export const blake2b = (message: Uint8Array, key: Uint8Array | null = null): Uint8Array =>
  sodium.crypto_generichash(32, message, key);

/**
 * BLAKE2b-256 over pieces, without joining them. The state lies in WebAssembly memory, which no collector sees: `digest`
 * must be called, also by who gives up, because it frees the state. Anything after it throws.
 */
export const blake2bStream = (): { update(piece: Uint8Array): void; digest(): Uint8Array } => {
  const state = sodium.crypto_generichash_init(null, 32);
  let open = true;
  const use = () => {
    // A second use would write into memory that now belongs to somebody else.
    if (!open) throw new SafeError('internal');
    return state;
  };
  return {
    update: (piece) => sodium.crypto_generichash_update(use(), piece),
    digest: () => {
      const last = use();
      open = false;
      return sodium.crypto_generichash_final(last, 32);
    },
  };
};

export const AEAD_NONCE_BYTES = 24;
export const AEAD_TAG_BYTES = 16;

/** XChaCha20-Poly1305-IETF; nonce of 24 bytes, key of 32; returns ciphertext | tag16. */
export const aeadEncrypt = (
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array => sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, ad, null, nonce, key);

/** The inverse of {@link aeadEncrypt}; throws `damaged` unless key, nonce, ad and bytes all match. */
export const aeadDecrypt = (
  key: Uint8Array,
  nonce: Uint8Array,
  ad: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array => {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, ad, nonce, key);
  } catch (error) {
    throw damaged(error);
  }
};

export interface KeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

export const ED25519_PUBLIC_BYTES = 32;
export const ED25519_SIGNATURE_BYTES = 64;

/** Ed25519 (RFC 8032) from a seed of 32 bytes: public key 32, secret key 64. */
export const ed25519KeyPair = (seed: Uint8Array): KeyPair => {
  const pair = sodium.crypto_sign_seed_keypair(seed);
  return { publicKey: pair.publicKey, secretKey: pair.privateKey };
};

export const ed25519Sign = (message: Uint8Array, secretKey: Uint8Array): Uint8Array =>
  sodium.crypto_sign_detached(message, secretKey);

/** Never throws: a malformed key or signature is simply not valid. libsodium refuses low-order keys and malleable signatures. */
export const ed25519Verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean => {
  if (signature.length !== ED25519_SIGNATURE_BYTES || publicKey.length !== ED25519_PUBLIC_BYTES) return false;
  try {
    return sodium.crypto_sign_verify_detached(signature, message, publicKey);
  } catch {
    return false;
  }
};

export const XWING_PUBLIC_BYTES = 1216;
export const XWING_CIPHERTEXT_BYTES = 1120;

/** X-Wing (X25519 + ML-KEM-768, draft-connolly-cfrg-xwing-kem) from a seed of 32 bytes, which is also the secret key. */
export const xwingKeyPair = (seed: Uint8Array): KeyPair => {
  const pair = sodium.crypto_kem_xwing_seed_keypair(seed);
  return { publicKey: pair.publicKey, secretKey: pair.privateKey };
};

/** A fresh shared secret of 32 bytes for the owner of `publicKey`; throws `damaged` on a malformed key. */
export const xwingEncapsulate = (publicKey: Uint8Array): { ciphertext: Uint8Array; shared: Uint8Array } => {
  try {
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(publicKey);
    return { ciphertext, shared: sharedSecret };
  } catch (error) {
    throw damaged(error);
  }
};

/** Throws `damaged` on a malformed ciphertext; a forged one gives another secret (implicit rejection). */
export const xwingDecapsulate = (ciphertext: Uint8Array, secretKey: Uint8Array): Uint8Array => {
  try {
    return sodium.crypto_kem_xwing_dec(ciphertext, secretKey);
  } catch (error) {
    throw damaged(error);
  }
};
