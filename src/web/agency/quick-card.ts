import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { concat, sameBytes, utf8 } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { damaged } from '../../core/errors.js';
import { unpadBytes } from '../../core/protocol/padded.js';

/**
 * The little of the protocol that the page needs before its button (docs/protocol.md §1): libsodium would take five times
 * as long to arrive on a slow line. What is opened later is opened by libsodium, which verifies all of it.
 */
const ZERO = Uint8Array.of(0);

export const derive = (key: Uint8Array, label: string, ...context: readonly Uint8Array[]): Uint8Array =>
  blake2b(concat(utf8('CS1'), ZERO, utf8(label), ZERO, ...context), { key, dkLen: 32 });

const NONCE_END = 25;
const HEADER_END = 57;

const unwrap = (key: Uint8Array, context: Uint8Array, wrapped: Uint8Array): Uint8Array => {
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

/** What the page says of a link before it is opened. */
export interface QuickCard {
  readonly from: string;
  readonly agency: string;
  readonly purpose: string;
  readonly count: number;
}

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length <= most;

/** Opens the card of a link with its secret alone; `damaged` for anything that the link's maker did not write. */
export const openCard = (secret: Uint8Array, loc: Uint8Array, wrapped: Uint8Array): QuickCard => {
  const context = concat(utf8('link.card'), ZERO, loc);
  const plain = unwrap(derive(secret, 'link.card'), context, wrapped);
  const card = parseCanonical(unpadBytes(plain)) as Partial<Record<keyof QuickCard, unknown>> | null;
  const { from, agency, purpose, count } = card ?? {};
  const sound = isText(from, 60) && isText(agency, 80) && isText(purpose, 300) && Number.isSafeInteger(count);
  if (!sound) throw damaged();
  return { from, agency, purpose, count: count as number };
};

export const locatorOf = (secret: Uint8Array): Uint8Array => derive(secret, 'link.loc').slice(0, 16);

/** DER of a PKCS #8 Ed25519 key (RFC 8410 §7), up to its seed of 32 bytes. */
const PKCS8 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/** `SIGN("link.look", loc challenge)` by the browser itself; throws where it can't. */
export const signQuickLook = async (
  secret: Uint8Array,
  loc: Uint8Array,
  challenge: Uint8Array,
): Promise<Uint8Array> => {
  const pkcs8 = concat(PKCS8, derive(secret, 'link.auth')) as Uint8Array<ArrayBuffer>;
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']);
  const message = concat(utf8('CS1/sig'), ZERO, utf8('link.look'), ZERO, loc, challenge);
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key, message as Uint8Array<ArrayBuffer>));
};
