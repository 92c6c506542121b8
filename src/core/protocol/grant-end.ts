import { sameBytes, toHex } from '../bytes.js';
import { type Envelope, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import type { Place } from './grant.js';
import { ID, literal, type Read, shape, TIME } from './shape.js';

const TYPE = 'grant.end';

const fields = {
  t: literal(TYPE),
  safe: ID,
  grant: ID,
  by: ID,
  ts: TIME,
};
const readWithdrawal = shape(fields);

/** The end of a consent before its date, signed by who gave it, or by who got it and gives it back. */
export type Withdrawal = Read<typeof fields>;

export const signWithdrawal = (value: Omit<Withdrawal, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    { t: TYPE, safe: toHex(value.safe), grant: toHex(value.grant), by: toHex(value.by), ts: value.ts },
    secretKey,
  );

/** Verifies it under the key of who ends this very grant; throws `damaged`, also if it names another person than `by`. */
export const openWithdrawal = (
  envelope: Envelope,
  key: Uint8Array,
  { safe, id }: Place,
  by?: Uint8Array,
): Withdrawal => {
  const value = readWithdrawal(openObject(TYPE, envelope, key));
  if (!sameBytes(value.safe, safe) || !sameBytes(value.grant, id)) throw damaged();
  if (by && !sameBytes(value.by, by)) throw damaged();
  return value;
};
