import { sameBytes, toHex } from '../bytes.js';
import { type Envelope, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { ID, literal, shape, TIME, whole } from './shape.js';

const TYPE = 'erase';
const readErasure = shape({ t: literal(TYPE), safe: ID, head: whole(1), ts: TIME });

/** The holder's order to destroy a safe at once: signed, so that a stolen session token can't do it. */
export const signErasure = (safe: Uint8Array, headSeq: number, ts: number, secretKey: Uint8Array): Envelope =>
  signObject({ t: TYPE, safe: toHex(safe), head: headSeq, ts }, secretKey);

/** Verifies the order for this safe at its present head; an old order is `damaged`. */
export const openErasure = (
  envelope: Envelope,
  holderKey: Uint8Array,
  safe: Uint8Array,
  headSeq: number,
): void => {
  const order = readErasure(openObject(TYPE, envelope, holderKey));
  if (!sameBytes(order.safe, safe) || order.head !== headSeq) throw damaged();
};
