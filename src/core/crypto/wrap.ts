import { concat, utf8 } from '../bytes.js';
import { damaged } from '../errors.js';
import { derive, type Key, KEY_BYTES, useOnce } from './keys.js';
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, aeadDecrypt, aeadEncrypt, random, sameSecret } from './sodium.js';

const SUITE = 1;
const COMMITMENT_BYTES = 32;
const HEADER_BYTES = 1 + AEAD_NONCE_BYTES + COMMITMENT_BYTES;
export const WRAP_OVERHEAD = HEADER_BYTES + AEAD_TAG_BYTES;

const ad = (commitment: Uint8Array, context: Uint8Array): Uint8Array =>
  concat(utf8('CS1/wrap'), Uint8Array.of(0), commitment, context);

/**
 * `WRAP(k,ctx,m)`: encrypts a small secret under a key of one purpose, bound to a context.
 * Only the same key with the same context opens it; the commitment makes a second opening infeasible.
 *
 * @returns `01 | nonce24 | commitment32 | ciphertext | tag16`, 73 bytes more than the message
 */
export const wrap = (key: Key<string>, context: Uint8Array, message: Uint8Array): Uint8Array => {
  const nonce = random(AEAD_NONCE_BYTES);
  const commitment = derive(key, 'wrap.kc', nonce, context);
  const sealed = useOnce(derive(key, 'wrap.key', nonce), (once) =>
    aeadEncrypt(once, nonce, ad(commitment, context), message),
  );
  return concat(Uint8Array.of(SUITE), nonce, commitment, sealed);
};

/** Opens {@link wrap}. Throws `damaged` on another key, context, suite or any changed byte. */
export const unwrap = (key: Key<string>, context: Uint8Array, wrapped: Uint8Array): Uint8Array => {
  if (wrapped.length < WRAP_OVERHEAD || wrapped[0] !== SUITE) throw damaged();
  const nonce = wrapped.subarray(1, 1 + AEAD_NONCE_BYTES);
  const commitment = wrapped.subarray(1 + AEAD_NONCE_BYTES, HEADER_BYTES);
  if (!sameSecret(commitment, derive(key, 'wrap.kc', nonce, context))) throw damaged();
  return useOnce(derive(key, 'wrap.key', nonce), (once) =>
    aeadDecrypt(once, nonce, ad(commitment, context), wrapped.subarray(HEADER_BYTES)),
  );
};

/** Opens a wrapped key: like {@link unwrap}, and `damaged` unless the message is exactly 32 bytes. */
export const unwrapKey = <P extends string>(
  key: Key<string>,
  context: Uint8Array,
  wrapped: Uint8Array,
): Key<P> => {
  const message = unwrap(key, context, wrapped);
  if (message.length !== KEY_BYTES) throw damaged();
  return message as Key<P>;
};
