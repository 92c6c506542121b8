import { concat, exactly, sameBytes, toBase64Url, toHex, utf8 } from '../bytes.js';
import { type AccountKey, deriveKey, hash } from '../crypto/keys.js';
import { LOC_BYTES, LOCK_TYPES } from '../crypto/locked-secret.js';
import { type Envelope, envelopeHash, openObject, signObject } from '../crypto/sign.js';
import { unwrap, WRAP_OVERHEAD, wrap } from '../crypto/wrap.js';
import { damaged, SafeError } from '../errors.js';
import { LABEL_BYTES, padLabel, unpadLabel } from './label.js';
import {
  base64,
  count,
  HASH,
  hex,
  ID,
  list,
  literal,
  nullable,
  oneOf,
  type Read,
  shape,
  TIME,
  whole,
} from './shape.js';

const TYPE = 'unlockers';
const MAX_UNLOCKERS = 32;

const unlockerFields = {
  type: oneOf(LOCK_TYPES),
  loc: hex(LOC_BYTES),
  /** Public login key. */
  auth: base64(32),
  /** Hash of the wrapped account key. */
  key: HASH,
  /** The name its holder gave it, encrypted under the account key and padded. */
  label: base64(WRAP_OVERHEAD + LABEL_BYTES),
  since: TIME,
};
const fields = {
  t: literal(TYPE),
  uid: ID,
  gen: count,
  seq: whole(1),
  prev: nullable(HASH),
  list: list(shape(unlockerFields), MAX_UNLOCKERS),
  ts: TIME,
};
const readUnlockers = shape(fields);

/** One card or device that opens the account. */
export type Unlocker = Read<typeof unlockerFields>;
/** The signed list of all of them: what is not on it is blocked. */
export type UnlockerList = Read<typeof fields>;

export const wrappedKeyHash = (wrapped: Uint8Array): Uint8Array => hash('unlocker', wrapped);

export const unlockersHash = (envelope: Envelope): Uint8Array => envelopeHash(TYPE, envelope);

export const signUnlockers = (value: Omit<UnlockerList, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      uid: toHex(value.uid),
      gen: value.gen,
      seq: value.seq,
      prev: value.prev === null ? null : toHex(value.prev),
      list: value.list.map((one) => ({
        type: one.type,
        loc: toHex(one.loc),
        auth: toBase64Url(one.auth),
        key: toHex(one.key),
        label: toBase64Url(one.label),
        since: one.since,
      })),
      ts: value.ts,
    },
    secretKey,
  );

/** Verifies the list under the account's key; throws `damaged` also when two entries share a locator. */
export const openUnlockers = (envelope: Envelope, accountKey: Uint8Array, uid: Uint8Array): UnlockerList => {
  const value = readUnlockers(openObject(TYPE, envelope, accountKey));
  const locs = new Set(value.list.map((one) => toHex(one.loc)));
  if (!sameBytes(value.uid, uid) || locs.size !== value.list.length) throw damaged();
  if ((value.seq === 1) !== (value.prev === null)) throw damaged();
  return value;
};

/** Whether `next` may take the place of `last`: one number higher and chained to it. */
export const unlockersFollow = (next: UnlockerList, last: Envelope, lastSeq: number): boolean =>
  next.seq === lastSeq + 1 && next.prev !== null && sameBytes(next.prev, unlockersHash(last));

/** The newest list that a device has seen. */
export interface UnlockersPin {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/**
 * Refuses a list older than the pinned one, another one under the same number, or a next one that is not chained to
 * it, with `rolled_back`. Returns the pin to remember.
 */
export const advanceUnlockersPin = (
  pin: UnlockersPin | undefined,
  envelope: Envelope,
  value: UnlockerList,
): UnlockersPin => {
  const seen = { seq: value.seq, hash: unlockersHash(envelope) };
  if (!pin) return seen;
  const forked = value.seq === pin.seq && !sameBytes(seen.hash, pin.hash);
  const broken = value.seq === pin.seq + 1 && !(value.prev && sameBytes(value.prev, pin.hash));
  if (value.seq < pin.seq || forked || broken) throw new SafeError('rolled_back');
  return seen;
};

/** Refuses a list older than the one this device already saw, with `rolled_back`. */
export const checkUnlockersPin = (pinnedSeq: number | undefined, value: UnlockerList): number => {
  if (pinnedSeq !== undefined && value.seq < pinnedSeq) throw new SafeError('rolled_back');
  return value.seq;
};

const labelKey = (key: AccountKey) => deriveKey<'label'>(key, 'unlocker.label');
const labelContext = (uid: Uint8Array, loc: Uint8Array): Uint8Array =>
  concat(utf8('label'), Uint8Array.of(0), exactly(16, uid), exactly(LOC_BYTES, loc));

/** Encrypts a device's name; at most 62 bytes of UTF-8 are kept, never half a sign. */
export const wrapLabel = (key: AccountKey, uid: Uint8Array, loc: Uint8Array, name: Uint8Array): Uint8Array =>
  wrap(labelKey(key), labelContext(uid, loc), padLabel(name));

export const unwrapLabel = (
  key: AccountKey,
  uid: Uint8Array,
  loc: Uint8Array,
  wrapped: Uint8Array,
): Uint8Array => unpadLabel(unwrap(labelKey(key), labelContext(uid, loc), wrapped));
