import { concat, sameBytes, toBase64Url, toHex, utf8 } from '../bytes.js';
import { type AccountKey, deriveKey, hash } from '../crypto/keys.js';
import { LOC_BYTES, LOCK_TYPES } from '../crypto/locked-secret.js';
import { type Envelope, envelopeHash, openObject, signObject } from '../crypto/sign.js';
import { unwrap, WRAP_OVERHEAD, wrap } from '../crypto/wrap.js';
import { damaged, SafeError } from '../errors.js';
import {
  base64,
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
const LABEL_BYTES = 64;

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
  gen: whole(1),
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

/** Refuses a list older than the one this device already saw, with `rolled_back`. */
export const checkUnlockersPin = (pinnedSeq: number | undefined, value: UnlockerList): number => {
  if (pinnedSeq !== undefined && value.seq < pinnedSeq) throw new SafeError('rolled_back');
  return value.seq;
};

const labelKey = (key: AccountKey) => deriveKey<'label'>(key, 'unlocker.label');
const labelContext = (uid: Uint8Array, loc: Uint8Array): Uint8Array =>
  concat(utf8('label'), Uint8Array.of(0), uid, loc);

/** Encrypts a device's name; at most 62 bytes of UTF-8 are kept. */
export const wrapLabel = (
  key: AccountKey,
  uid: Uint8Array,
  loc: Uint8Array,
  name: Uint8Array,
): Uint8Array => {
  const padded = new Uint8Array(LABEL_BYTES);
  const kept = name.subarray(0, LABEL_BYTES - 2);
  padded[0] = kept.length;
  padded.set(kept, 1);
  return wrap(labelKey(key), labelContext(uid, loc), padded);
};

export const unwrapLabel = (
  key: AccountKey,
  uid: Uint8Array,
  loc: Uint8Array,
  wrapped: Uint8Array,
): Uint8Array => {
  const padded = unwrap(labelKey(key), labelContext(uid, loc), wrapped);
  return padded.slice(1, 1 + (padded[0] ?? 0));
};
