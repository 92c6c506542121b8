import { exactly, sameBytes, toBase64Url, toHex } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { type DocumentKey, hash, KEY_BYTES } from '../crypto/keys.js';
import { seal, unseal } from '../crypto/seal.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import type { KeyPair } from '../crypto/sodium.js';
import { damaged } from '../errors.js';
import { DROP_NAME_BYTES } from './drop-secret.js';
import { checkDocumentKey, ROOTS, rootsJson } from './manifest.js';
import { base64, HASH, ID, literal, nullable, type Read, shape, TIME } from './shape.js';

const TYPE = 'drop';

const fields = {
  t: literal(TYPE),
  /** The link by which it is left. */
  loc: ID,
  safe: ID,
  /** Id of the paper that it becomes, as version 1, once the holder keeps it. */
  doc: ID,
  roots: ROOTS,
  /** Commitment to the document key. */
  dekc: HASH,
  /** Hash of the sealed document key. */
  sealed: HASH,
  /** The name that somebody left with it; ciphertext. */
  name: nullable(base64(DROP_NAME_BYTES)),
  ts: TIME,
};
const readDrop = shape(fields);

/** What is signed, with the link's own key, of a paper that somebody leaves who has a link: it says by which, not who. */
export type Drop = Read<typeof fields>;

type Unsealed = Omit<Drop, 't' | 'sealed'>;

const dropJson = (value: Unsealed) => ({
  t: TYPE,
  loc: toHex(value.loc),
  safe: toHex(value.safe),
  doc: toHex(value.doc),
  roots: rootsJson(value.roots),
  dekc: toHex(value.dekc),
  name: value.name === null ? null : toBase64Url(value.name),
  ts: value.ts,
});

/** What the sealed key is bound to: `H("CS1/drop.ctx" 00 the statement without "sealed")`. */
const dropContext = (value: Unsealed): Uint8Array => hash('drop.ctx', canonicalBytes(dropJson(value)));

export const dropKeyHash = (blob: Uint8Array): Uint8Array => hash('drop.sealed', blob);

/** Seals the document key to the link's key, bound to all that the statement says. */
export const sealDropKey = (linkKey: Uint8Array, drop: Unsealed, key: DocumentKey): Uint8Array =>
  seal(linkKey, dropContext(drop), key);

/** Opens it; `damaged` for another blob than was signed, another link's, or another key than was promised. */
export const openDropKey = (link: KeyPair, drop: Drop, blob: Uint8Array): DocumentKey => {
  if (!sameBytes(dropKeyHash(blob), drop.sealed)) throw damaged();
  const key = exactly(KEY_BYTES, unseal(link, dropContext(drop), blob)) as DocumentKey;
  return checkDocumentKey(drop, key);
};

export const signDrop = (value: Omit<Drop, 't'>, linkSecretKey: Uint8Array): Envelope =>
  signObject({ ...dropJson(value), sealed: toHex(value.sealed) }, linkSecretKey);

/** Reads a statement without believing it: one that was verified when it was stored. */
export const claimedDrop = (envelope: Envelope): Drop => readDrop(parseCanonical(envelopeBytes(envelope)));

/** Verifies a statement under the link's key, for this link and this place; `damaged` for anything else. */
export const openDrop = (
  envelope: Envelope,
  linkAuthKey: Uint8Array,
  place: Pick<Drop, 'loc' | 'safe' | 'doc'>,
): Drop => {
  const drop = readDrop(openObject(TYPE, envelope, linkAuthKey));
  const same =
    sameBytes(drop.loc, place.loc) && sameBytes(drop.safe, place.safe) && sameBytes(drop.doc, place.doc);
  if (!same) throw damaged();
  return drop;
};
