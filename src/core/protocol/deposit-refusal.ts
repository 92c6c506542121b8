import { sameBytes, toHex } from '../bytes.js';
import { type Envelope, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { ID, list, literal, type Read, shape, TIME } from './shape.js';

const TYPE = 'deposit.no';
/** More than may wait in a safe at once. */
export const MAX_REFUSED = 200;

const fields = { t: literal(TYPE), safe: ID, docs: list(ID, MAX_REFUSED), ts: TIME };
const readRefusal = shape(fields);

/** The holder's word that papers which were left for them are not wanted: signed, because they are destroyed by it. */
export type DepositRefusal = Read<typeof fields>;

export const signDepositRefusal = (value: Omit<DepositRefusal, 't'>, secretKey: Uint8Array): Envelope =>
  signObject({ t: TYPE, safe: toHex(value.safe), docs: value.docs.map(toHex), ts: value.ts }, secretKey);

/** Verifies it under the holder's key, for this safe; an empty one is `damaged` like everything else. */
export const openDepositRefusal = (
  envelope: Envelope,
  holderKey: Uint8Array,
  safe: Uint8Array,
): DepositRefusal => {
  const value = readRefusal(openObject(TYPE, envelope, holderKey));
  if (!sameBytes(value.safe, safe) || value.docs.length === 0) throw damaged();
  return value;
};
