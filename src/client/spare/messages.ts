import { fromUtf8, toBase64Url, toHex, utf8 } from '../../core/bytes.js';
import { canonicalBytes, parseCanonical } from '../../core/crypto/jcs.js';
import { SECRET_BYTES } from '../../core/crypto/locked-secret.js';
import { base64, ID, literal, shape } from '../../core/protocol/shape.js';

const readSpareMessage = shape({ t: literal('spare'), secret: base64(SECRET_BYTES), uid: ID });

/** What the relay's desk says to the person's phone: S, and whose it is. */
export const spareMessage = (secret: Uint8Array, uid: Uint8Array): string =>
  fromUtf8(canonicalBytes({ t: 'spare', secret: toBase64Url(secret), uid: toHex(uid) }));

/** Reads it; `damaged` for anything else. */
export const openSpareMessage = (text: string): { readonly secret: Uint8Array; readonly uid: Uint8Array } =>
  readSpareMessage(parseCanonical(utf8(text)));

/** What the phone answers once its safe is open. */
export const SPARE_DONE = 'done';
