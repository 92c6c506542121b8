import { sameBytes, toBase64Url, toHex } from '../bytes.js';
import { type Envelope, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { base64, HASH, hex, ID, literal, nullable, type Read, shape, TIME } from './shape.js';

const TYPE = 'link.receipt';
/** A name of 62 bytes, wrapped. */
export const NOTE_BYTES = 137;

const fields = {
  t: literal(TYPE),
  loc: ID,
  /** Hash of the list of papers. */
  papers: HASH,
  /** When they were opened, by the opener's clock. */
  opened: TIME,
  nonce: hex(16),
  /** The name that the opener left, wrapped. */
  name: nullable(base64(NOTE_BYTES)),
};
const readReceipt = shape(fields);

/** What whoever opened a link signs with the link's key: that they have the papers, and under which name. */
export type LinkReceipt = Read<typeof fields>;

export const signLinkReceipt = (value: Omit<LinkReceipt, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      loc: toHex(value.loc),
      papers: toHex(value.papers),
      opened: value.opened,
      nonce: toHex(value.nonce),
      name: value.name === null ? null : toBase64Url(value.name),
    },
    secretKey,
  );

/** Verifies a receipt under the link's key, for this link and these papers; throws `damaged`. */
export const openLinkReceipt = (
  envelope: Envelope,
  authPublicKey: Uint8Array,
  meant: Pick<LinkReceipt, 'loc' | 'papers'>,
): LinkReceipt => {
  const value = readReceipt(openObject(TYPE, envelope, authPublicKey));
  if (!sameBytes(value.loc, meant.loc) || !sameBytes(value.papers, meant.papers)) throw damaged();
  return value;
};
