import { sameBytes, toHex } from '../bytes.js';
import { parseCanonical } from '../crypto/jcs.js';
import { LOC_BYTES } from '../crypto/locked-secret.js';
import { type Envelope, envelopeBytes, envelopeHash, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { count, flag, HASH, hex, ID, literal, nullable, type Read, shape, TIME } from './shape.js';

const TYPE = 'spare.open';
const RESEAL = 'spare.reseal';
const ASIDE = 'spare.aside';
const LOC = hex(LOC_BYTES);

/** The name of a holder's statement. */
export const spareStatementHash = (envelope: Envelope): Uint8Array => envelopeHash('spare', envelope);

/** What was meant, or `damaged`. */
const checked = <
  T extends { readonly spare: Uint8Array; readonly relay: Uint8Array; readonly by: Uint8Array },
>(
  value: T,
  meant: { readonly spare: Uint8Array; readonly relay: Uint8Array; readonly by: Uint8Array },
): T => {
  const same =
    sameBytes(value.spare, meant.spare) &&
    sameBytes(value.relay, meant.relay) &&
    sameBytes(value.by, meant.by);
  if (!same) throw damaged();
  return value;
};

const openFields = {
  t: literal(TYPE),
  spare: LOC,
  relay: ID,
  /** Locator of the hand-over into which it goes; null where it is only sealed anew. */
  to: nullable(ID),
  by: ID,
  ts: TIME,
};
const readOpening = shape(openFields);

/** What a member of a relay signs before a sealed spare is handed to them. */
export type SpareOpening = Read<typeof openFields>;

export const signSpareOpening = (value: Omit<SpareOpening, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      spare: toHex(value.spare),
      relay: toHex(value.relay),
      to: value.to === null ? null : toHex(value.to),
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

/** Reads it without believing it: to find out whose key must have signed it. */
export const claimedSpareOpening = (envelope: Envelope): SpareOpening =>
  readOpening(parseCanonical(envelopeBytes(envelope)));

/** Verifies it under a member's key; `damaged` unless it is about this spare and relay, by that member. */
export const openSpareOpening = (
  envelope: Envelope,
  key: Uint8Array,
  meant: Pick<SpareOpening, 'spare' | 'relay' | 'by'>,
): SpareOpening => checked(readOpening(openObject(TYPE, envelope, key)), meant);

const resealFields = {
  t: literal(RESEAL),
  spare: LOC,
  /** Hash of the holder's statement. */
  statement: HASH,
  /** Generation of the team that it is sealed to. */
  gen: count,
  sealed: HASH,
  note: HASH,
  by: ID,
  ts: TIME,
};
const readReseal = shape(resealFields);

/** A spare sealed anew, after a new key of the team. */
export type SpareReseal = Read<typeof resealFields>;

export const signSpareReseal = (value: Omit<SpareReseal, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: RESEAL,
      spare: toHex(value.spare),
      statement: toHex(value.statement),
      gen: value.gen,
      sealed: toHex(value.sealed),
      note: toHex(value.note),
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

/** Verifies it under a member's key; `damaged` unless it is about this statement of this spare, by that member. */
export const openSpareReseal = (
  envelope: Envelope,
  key: Uint8Array,
  meant: Pick<SpareReseal, 'spare' | 'statement' | 'by'>,
): SpareReseal => {
  const value = readReseal(openObject(RESEAL, envelope, key));
  const same =
    sameBytes(value.spare, meant.spare) &&
    sameBytes(value.statement, meant.statement) &&
    sameBytes(value.by, meant.by);
  if (!same) throw damaged();
  return value;
};

const asideFields = {
  t: literal(ASIDE),
  spare: LOC,
  relay: ID,
  /** Whether it is put aside, or back among the others. */
  aside: flag,
  by: ID,
  ts: TIME,
};
const readAside = shape(asideFields);

/** A manager's word on where a spare stands in the relay's list: nothing is destroyed by it, and it is handed out as before. */
export type SpareAside = Read<typeof asideFields>;

export const signSpareAside = (value: Omit<SpareAside, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: ASIDE,
      spare: toHex(value.spare),
      relay: toHex(value.relay),
      aside: value.aside,
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

/** Reads it without believing it: to find out whose key must have signed it. */
export const claimedSpareAside = (envelope: Envelope): SpareAside =>
  readAside(parseCanonical(envelopeBytes(envelope)));

/** Verifies it under a member's key; `damaged` unless it is about this spare and relay, by that member. */
export const openSpareAside = (
  envelope: Envelope,
  key: Uint8Array,
  meant: Pick<SpareAside, 'spare' | 'relay' | 'by'>,
): SpareAside => checked(readAside(openObject(ASIDE, envelope, key)), meant);
