import { sameBytes, toBase64Url, toHex } from '../bytes.js';
import { hash } from '../crypto/keys.js';
import { parseCanonical } from '../crypto/jcs.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { base64, count, HASH, ID, literal, type Read, shape, TIME, whole } from './shape.js';

const TYPE = 'drop.link';
const DAY = 86_400_000;
const MIB = 1024 * 1024;

/** What a link that takes papers takes at most, and for how long. */
export const MAX_DROP_PAPERS = 50;
export const MAX_DROP_BYTES = 1024 * MIB;
export const MAX_DROP_MS = 31 * DAY;

const fields = {
  t: literal(TYPE),
  /** Locator of the link: its name on the server, which follows from what is in the address. */
  loc: ID,
  safe: ID,
  /** What the key that papers are sealed to is derived with. */
  id: ID,
  /** Generation of the holder's account key that it is derived from. */
  gen: count,
  /** Key that whoever has the link signs with: Ed25519. */
  auth: base64(32),
  /** How many papers it takes, and how many bytes of them in all, as they are stored. */
  count: whole(1, MAX_DROP_PAPERS),
  bytes: whole(1, MAX_DROP_BYTES),
  exp: TIME,
  /** Hashes of what lies beside it: what the link says of itself, and what the holder keeps of it. */
  card: HASH,
  own: HASH,
  by: ID,
  ts: TIME,
};
const readStatement = shape(fields);

/** What a holder signs who lets papers be left for them by whoever has a link: what the server enforces. */
export type DropLink = Read<typeof fields>;

/** `H("CS1/drop.blob" 00 blob)`: how the statement names what lies beside it. */
export const dropBlobHash = (blob: Uint8Array): Uint8Array => hash('drop.blob', blob);

export const signDropLink = (value: Omit<DropLink, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      loc: toHex(value.loc),
      safe: toHex(value.safe),
      id: toHex(value.id),
      gen: value.gen,
      auth: toBase64Url(value.auth),
      count: value.count,
      bytes: value.bytes,
      exp: value.exp,
      card: toHex(value.card),
      own: toHex(value.own),
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

/** Verifies it under its holder's key, for this safe; `damaged` for anything else, also if it names another person. */
export const openDropLink = (
  envelope: Envelope,
  holderKey: Uint8Array,
  { safe, by }: Pick<DropLink, 'safe' | 'by'>,
): DropLink => {
  const value = readStatement(openObject(TYPE, envelope, holderKey));
  if (!sameBytes(value.safe, safe) || !sameBytes(value.by, by)) throw damaged();
  return value;
};

/** Reads a link without believing it: to find out under which keys it must have been made. */
export const claimedDropLink = (envelope: Envelope): DropLink =>
  readStatement(parseCanonical(envelopeBytes(envelope)));

const END = 'drop.end';
const endFields = { t: literal(END), loc: ID, safe: ID, by: ID, ts: TIME };
const readEnd = shape(endFields);

/** The end of such a link before its date. */
export type DropEnd = Read<typeof endFields>;

export const signDropEnd = (value: Omit<DropEnd, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    { t: END, loc: toHex(value.loc), safe: toHex(value.safe), by: toHex(value.by), ts: value.ts },
    secretKey,
  );

/** Verifies an end under the holder's key, for this very link; throws `damaged`. */
export const openDropEnd = (
  envelope: Envelope,
  holderKey: Uint8Array,
  place: Pick<DropEnd, 'loc' | 'safe' | 'by'>,
): DropEnd => {
  const value = readEnd(openObject(END, envelope, holderKey));
  const same =
    sameBytes(value.loc, place.loc) && sameBytes(value.safe, place.safe) && sameBytes(value.by, place.by);
  if (!same) throw damaged();
  return value;
};
