import { sameBytes, toHex } from '../bytes.js';
import { type Envelope, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { ID, literal, type Read, shape, TIME } from './shape.js';

const TYPE = 'vouch';

const fields = { t: literal(TYPE), relay: ID, holder: ID, by: ID, ts: TIME };
const readVouching = shape(fields);

/** A relay's word that it knows a person: raises the room of their safe, and says nothing else about them. */
export type Vouching = Read<typeof fields>;

export const signVouching = (value: Omit<Vouching, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    { t: TYPE, relay: toHex(value.relay), holder: toHex(value.holder), by: toHex(value.by), ts: value.ts },
    secretKey,
  );

/** Verifies it under the member's key and for this relay; throws `damaged`, also if it names another member than `by`. */
export const openVouching = (
  envelope: Envelope,
  memberKey: Uint8Array,
  relay: Uint8Array,
  by?: Uint8Array,
): Vouching => {
  const value = readVouching(openObject(TYPE, envelope, memberKey));
  if (!sameBytes(value.relay, relay) || (by && !sameBytes(value.by, by))) throw damaged();
  return value;
};
