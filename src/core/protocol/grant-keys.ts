import { exactly, sameBytes, toBase64Url, toHex, u32 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { hash } from '../crypto/keys.js';
import { seal, unseal } from '../crypto/seal.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import type { KeyPair } from '../crypto/sodium.js';
import { damaged, SafeError } from '../errors.js';
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

type Place = Pick<GrantedKey, 'id' | 'n'>;

const isBefore = (a: Place, b: Place): boolean =>
  toHex(a.id) === toHex(b.id) ? a.n < b.n : toHex(a.id) < toHex(b.id);

/** One key for one place: with two, two readers of one grant could be shown two things. */
const eachOnce = (keys: readonly Place[]): boolean =>
  keys.every((key, i) => i === 0 || isBefore(keys[i - 1] as Place, key));

const keysBytes = ({ grantKey, keys }: GrantKeys): Uint8Array => {
  const sorted = [...keys].sort((a, b) => (isBefore(a, b) ? -1 : 1));
  if (sorted.length > MAX_KEYS || !eachOnce(sorted)) throw new SafeError('invalid_request');
  return canonicalBytes({
    grantKey: toBase64Url(grantKey),
    keys: sorted.map(({ id, n, key }) => ({ id: toHex(id), n, key: toBase64Url(key) })),
  });
};

const keysOf = (bytes: Uint8Array): GrantKeys => {
  const { grantKey, keys } = readKeys(parseCanonical(bytes));
  if (!eachOnce(keys)) throw damaged();
  return { grantKey: grantKey as GrantKey, keys };
};

/** Seals what a grant carries to its recipient's key, bound to everything the receipt says. */
export const sealGrantKeys = (
  enc: Uint8Array,
  grant: Omit<Grant, 't' | 'sealed'>,
  keys: GrantKeys,
): Uint8Array => seal(enc, grantContext(grant), keysBytes(keys));

/** Whether the receipt speaks of what a key opens. */
const isInScope = ({ safe, scope }: Grant, { id }: Place): boolean =>
  scope.kind === 'safe' ? sameBytes(id, safe) : scope.ids.some((one) => sameBytes(one, id));

/** Opens them; `damaged` for another blob than was signed, another recipient, another receipt, or keys beyond its scope. */
export const openGrantKeys = (recipient: KeyPair, grant: Grant, blob: Uint8Array): GrantKeys => {
  if (!sameBytes(sealedHash(blob), grant.sealed)) throw damaged();
  const opened = keysOf(unseal(recipient, grantContext(grant), blob));
  if (!opened.keys.every((key) => isInScope(grant, key))) throw damaged();
  return opened;
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
  hash('grant.reseal', exactly(32, receipt), u32(gen), u32(epoch));

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

/**
 * Verifies it under the key of the holder or a member, for this very receipt; throws `damaged`, also if it names another
 * grant or sealer than is meant.
 */
export const openReseal = (
  envelope: Envelope,
  key: Uint8Array,
  receipt: Uint8Array,
  meant?: { readonly grant: Uint8Array; readonly by: Uint8Array },
): Reseal => {
  const value = readReseal(openObject(RESEAL, envelope, key));
  const other = meant && !(sameBytes(value.grant, meant.grant) && sameBytes(value.by, meant.by));
  if (other || !sameBytes(value.receipt, receipt)) throw damaged();
  return value;
};
