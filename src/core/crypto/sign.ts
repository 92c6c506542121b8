import { concat, utf8 } from '../bytes.js';
import { damaged } from '../errors.js';
import { canonicalBytes, type Json, parseCanonical } from './jcs.js';
import { hash } from './keys.js';
import { ED25519_SIGNATURE_BYTES, ed25519Sign, ed25519Verify } from './sodium.js';

const signedMessage = (type: string, bytes: Uint8Array): Uint8Array =>
  concat(utf8('CS1/sig'), Uint8Array.of(0), utf8(type), Uint8Array.of(0), bytes);

/** `SIGN(type,bytes)`: Ed25519, 64 bytes; a signature of one type is never one of another. */
export const signBytes = (type: string, bytes: Uint8Array, secretKey: Uint8Array): Uint8Array =>
  ed25519Sign(signedMessage(type, bytes), secretKey);

/** Whether `signature` is the key's over these bytes under this type. Never throws. */
export const verifyBytes = (
  type: string,
  bytes: Uint8Array,
  signature: Uint8Array,
  publicKey: Uint8Array,
): boolean => ed25519Verify(signature, signedMessage(type, bytes), publicKey);

/** `H("CS1/obj" 00 type 00 bytes)`: how chains and lists refer to a signed object. */
export const objectHash = (type: string, bytes: Uint8Array): Uint8Array =>
  hash('obj', utf8(type), Uint8Array.of(0), bytes);

/** A signed object as it travels and is stored: `signature64 | bytes`. The bytes are never written again. */
export type Envelope = Uint8Array;

export const envelopeBytes = (envelope: Envelope): Uint8Array => {
  if (envelope.length <= ED25519_SIGNATURE_BYTES) throw damaged();
  return envelope.subarray(ED25519_SIGNATURE_BYTES);
};

/** {@link objectHash} of the object inside; the signature is left out, since it proves and does not name. */
export const envelopeHash = (type: string, envelope: Envelope): Uint8Array =>
  objectHash(type, envelopeBytes(envelope));

/** Signs the canonical bytes of `object`, whose field `t` is the type. */
export const signObject = (object: { readonly t: string } & Json, secretKey: Uint8Array): Envelope => {
  const bytes = canonicalBytes(object);
  return concat(signBytes(object.t, bytes, secretKey), bytes);
};

/**
 * Verifies first, then parses: returns the object inside if `publicKey` signed exactly these bytes under this type and
 * the bytes are canonical. Anything else throws `damaged`. The shape is checked by the caller's reader.
 */
export const openObject = (type: string, envelope: Envelope, publicKey: Uint8Array): Json => {
  const bytes = envelopeBytes(envelope);
  const signature = envelope.subarray(0, ED25519_SIGNATURE_BYTES);
  if (!verifyBytes(type, bytes, signature, publicKey)) throw damaged();
  return parseCanonical(bytes);
};
