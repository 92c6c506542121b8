import { sameBytes, toBase64Url, toHex, u32 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { hash } from '../crypto/keys.js';
import { seal, unseal } from '../crypto/seal.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import type { KeyPair } from '../crypto/sodium.js';
import { damaged } from '../errors.js';
import { type Grant, grantContext, type GrantKey, sealedHash } from './grant.js';
import { base64, count, HASH, ID, list, literal, type Read, shape, TIME } from './shape.js';

const KEY = base64(32);
/** More than any scope of papers with all their versions. */
const MAX_KEYS = 2000;

/** One key: of version `n` of a paper, of a category at epoch `n`, or of the safe at epoch `n`. */
const keyFields = { id: ID, n: count, key: KEY };
const readKeys = shape({ grantKey: KEY, keys: list(shape(keyFields), MAX_KEYS) });

export type GrantedKey = Read<typeof keyFields>;
export interface GrantKeys {
  readonly grantKey: GrantKey;
  readonly keys: readonly GrantedKey[];
}

const keysBytes = ({ grantKey, keys }: GrantKeys): Uint8Array =>
  canonicalBytes({
    grantKey: toBase64Url(grantKey),
    keys: keys.map(({ id, n, key }) => ({ id: toHex(id), n, key: toBase64Url(key) })),
  });

const keysOf = (bytes: Uint8Array): GrantKeys => {
  const { grantKey, keys } = readKeys(parseCanonical(bytes));
  return { grantKey: grantKey as GrantKey, keys };
};

/** Seals what a grant carries to its recipient's key, bound to everything the receipt says. */
export const sealGrantKeys = (
  enc: Uint8Array,
  grant: Omit<Grant, 't' | 'sealed'>,
  keys: GrantKeys,
): Uint8Array => seal(enc, grantContext(grant), keysBytes(keys));

/** Opens them; `damaged` for another blob than was signed, another recipient, or another receipt. */
export const openGrantKeys = (recipient: KeyPair, grant: Grant, blob: Uint8Array): GrantKeys => {
  if (!sameBytes(sealedHash(blob), grant.sealed)) throw damaged();
  return keysOf(unseal(recipient, grantContext(grant), blob));
};

const RESEAL = 'grant.reseal';

const resealFields = {
  t: literal(RESEAL),
  grant: ID,
  /** Hash of the receipt whose keys are sealed anew. */
  receipt: HASH,
  /** Generation of the recipient's identity that they are sealed to. */
  gen: count,
  /** Epoch of the safe's root key that they belong to. */
  epoch: count,
  sealed: HASH,
  by: ID,
  ts: TIME,
};
const readReseal = shape(resealFields);

/** The keys of a grant sealed anew: after a new key of the safe (by the holder) or of the team (by a member). */
export type Reseal = Read<typeof resealFields>;

type Renewed = Pick<Reseal, 'receipt' | 'gen' | 'epoch'>;

const resealContext = ({ receipt, gen, epoch }: Renewed): Uint8Array =>
  hash('grant.reseal', receipt, u32(gen), u32(epoch));

/** Seals the keys of a grant anew, for a generation of the recipient and an epoch of the safe. */
export const resealGrantKeys = (enc: Uint8Array, renewed: Renewed, keys: GrantKeys): Uint8Array =>
  seal(enc, resealContext(renewed), keysBytes(keys));

export const openResealedKeys = (recipient: KeyPair, reseal: Reseal, blob: Uint8Array): GrantKeys => {
  if (!sameBytes(sealedHash(blob), reseal.sealed)) throw damaged();
  return keysOf(unseal(recipient, resealContext(reseal), blob));
};

export const signReseal = (value: Omit<Reseal, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: RESEAL,
      grant: toHex(value.grant),
      receipt: toHex(value.receipt),
      gen: value.gen,
      epoch: value.epoch,
      sealed: toHex(value.sealed),
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

/** Reads one without believing it: to find out which grant it is about. */
export const claimedReseal = (envelope: Envelope): Reseal =>
  readReseal(parseCanonical(envelopeBytes(envelope)));

/** Verifies it under the key of the holder or a member, for this very receipt; throws `damaged`. */
export const openReseal = (envelope: Envelope, key: Uint8Array, receipt: Uint8Array): Reseal => {
  const value = readReseal(openObject(RESEAL, envelope, key));
  if (!sameBytes(value.receipt, receipt)) throw damaged();
  return value;
};
