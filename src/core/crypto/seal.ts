import { concat, utf8 } from '../bytes.js';
import { damaged } from '../errors.js';
import { derive, useOnce } from './keys.js';
import {
  AEAD_NONCE_BYTES,
  AEAD_TAG_BYTES,
  aeadDecrypt,
  aeadEncrypt,
  blake2b,
  type KeyPair,
  XWING_CIPHERTEXT_BYTES,
  XWING_PUBLIC_BYTES,
  xwingDecapsulate,
  xwingEncapsulate,
} from './sodium.js';

const SUITE = 2;
export const SEAL_OVERHEAD = 1 + XWING_CIPHERTEXT_BYTES + AEAD_TAG_BYTES;
// Every sealing has a fresh shared secret, so that its key meets this nonce once.
const NONCE = new Uint8Array(AEAD_NONCE_BYTES);

const sealKey = (shared: Uint8Array, publicKey: Uint8Array, ciphertext: Uint8Array, context: Uint8Array) =>
  useOnce(shared, () => derive(shared, 'seal', blake2b(publicKey), blake2b(ciphertext), context));

const ad = (context: Uint8Array): Uint8Array => concat(utf8('CS1/seal'), Uint8Array.of(0), context);

/**
 * `SEAL(pk,ctx,m)`: encrypts to the owner of an X-Wing key (1,216 bytes), bound to a context.
 * It proves nothing about the sender: whoever relies on that checks a signature. Throws `damaged` on a malformed key.
 *
 * @returns `02 | kem1120 | ciphertext | tag16`
 */
export const seal = (publicKey: Uint8Array, context: Uint8Array, message: Uint8Array): Uint8Array => {
  if (publicKey.length !== XWING_PUBLIC_BYTES) throw damaged();
  const { ciphertext, shared } = xwingEncapsulate(publicKey);
  const key = sealKey(shared, publicKey, ciphertext, context);
  const body = useOnce(key, () => aeadEncrypt(key, NONCE, ad(context), message));
  return concat(Uint8Array.of(SUITE), ciphertext, body);
};

/** Opens {@link seal}. Throws `damaged` for another recipient or context, an unknown suite or any changed byte. */
export const unseal = (recipient: KeyPair, context: Uint8Array, sealed: Uint8Array): Uint8Array => {
  const body = 1 + XWING_CIPHERTEXT_BYTES;
  if (sealed.length < body + AEAD_TAG_BYTES || sealed[0] !== SUITE) throw damaged();
  const ciphertext = sealed.subarray(1, body);
  const shared = xwingDecapsulate(ciphertext, recipient.secretKey);
  const key = sealKey(shared, recipient.publicKey, ciphertext, context);
  return useOnce(key, () => aeadDecrypt(key, NONCE, ad(context), sealed.subarray(body)));
};
