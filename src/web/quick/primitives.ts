import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { concat, sameBytes, utf8 } from '../../core/bytes.js';
import { damaged } from '../../core/errors.js';

/**
 * The little of the protocol that a page needs before its first button (docs/protocol.md §1): libsodium would take five
 * times as long to arrive on a slow line. What is done later is done by libsodium, which verifies all of it.
 */
const ZERO = Uint8Array.of(0);

export const hash = (domain: string, bytes: Uint8Array): Uint8Array =>
  blake2b(concat(utf8(`CS1/${domain}`), ZERO, bytes), { dkLen: 32 });

export const derive = (key: Uint8Array, label: string, ...context: readonly Uint8Array[]): Uint8Array =>
  blake2b(concat(utf8('CS1'), ZERO, utf8(label), ZERO, ...context), { key, dkLen: 32 });

const NONCE_END = 25;
const HEADER_END = 57;

export const unwrap = (key: Uint8Array, context: Uint8Array, wrapped: Uint8Array): Uint8Array => {
  if (wrapped.length < HEADER_END + 16 || wrapped[0] !== 1) throw damaged();
  const nonce = wrapped.subarray(1, NONCE_END);
  const commitment = wrapped.subarray(NONCE_END, HEADER_END);
  // both are public by now: the commitment came with what it commits to
  if (!sameBytes(commitment, derive(key, 'wrap.kc', nonce, context))) throw damaged();
  const ad = concat(utf8('CS1/wrap'), ZERO, commitment, context);
  try {
    return xchacha20poly1305(derive(key, 'wrap.key', nonce), nonce, ad).decrypt(wrapped.subarray(HEADER_END));
  } catch (error) {
    throw damaged(error);
  }
};

export const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most;

/** DER of a PKCS #8 Ed25519 key (RFC 8410 §7), up to its seed of 32 bytes. */
const PKCS8 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/** `SIGN(type, loc challenge)` by the browser itself; throws where it can't. */
export const signChallenge = async (
  type: 'link.look' | 'drop.look',
  seed: Uint8Array,
  loc: Uint8Array,
  challenge: Uint8Array,
): Promise<Uint8Array> => {
  const pkcs8 = concat(PKCS8, seed) as Uint8Array<ArrayBuffer>;
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  const message = concat(utf8('CS1/sig'), ZERO, utf8(type), ZERO, loc, challenge);
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, message as Uint8Array<ArrayBuffer>));
};
