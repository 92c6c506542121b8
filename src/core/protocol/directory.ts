import { toHex } from '../bytes.js';
import { derive, hash } from '../crypto/keys.js';
import { type Envelope, openObject, signObject } from '../crypto/sign.js';
import { ed25519KeyPair, type KeyPair } from '../crypto/sodium.js';
import { damaged } from '../errors.js';
import { HASH, ID, literal, type Read, shape, text, TIME } from './shape.js';

const TYPE = 'relay.cert';

/** A relay's name as the association writes it: shown to holders, never empty. */
export const MAX_NAME = 80;

const fields = {
  t: literal(TYPE),
  relay: ID,
  /** Fingerprint of the relay's first identity: later ones follow from it by the relay's own chain. */
  fp: HASH,
  name: text(MAX_NAME),
  ts: TIME,
};
const readCertificate = shape(fields);

/** What the association says of a relay: "this identity is the relay of that name". */
export type Certificate = Read<typeof fields>;

/** The association's key pair from its seed of 32 bytes, which is kept offline. */
export const directoryKeys = (seed: Uint8Array): KeyPair => ed25519KeyPair(derive(seed, 'dir.sign'));

/** What is compared, whole or as words, when a directory key is pinned: `H("CS1/dir" 00 key)`. */
export const directoryFingerprint = (publicKey: Uint8Array): Uint8Array => hash('dir', publicKey);

export const signCertificate = (value: Omit<Certificate, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    { t: TYPE, relay: toHex(value.relay), fp: toHex(value.fp), name: value.name, ts: value.ts },
    secretKey,
  );

/** Verifies a certificate under the pinned directory key; `damaged` without a pin, under another key or without a name. */
export const openCertificate = (envelope: Envelope, directory: Uint8Array | undefined): Certificate => {
  if (!directory) throw damaged();
  const value = readCertificate(openObject(TYPE, envelope, directory));
  if (value.name.trim() === '') throw damaged();
  return value;
};
