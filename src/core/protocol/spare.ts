import { exactly, fromUtf8, sameBytes, toHex, u32, utf8 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { hash } from '../crypto/keys.js';
import { LOC_BYTES, lockLocator, SECRET_BYTES } from '../crypto/locked-secret.js';
import { seal, unseal } from '../crypto/seal.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import type { KeyPair } from '../crypto/sodium.js';
import { damaged } from '../errors.js';
import { padBytes, unpadBytes } from './padded.js';
import { count, HASH, hex, ID, literal, type Read, shape, TIME } from './shape.js';

const TYPE = 'spare';

const LOC = hex(LOC_BYTES);

const fields = {
  t: literal(TYPE),
  uid: ID,
  /** Locator of the lock that the spare opens. */
  loc: LOC,
  /** The relay, and the very keys that the spare is sealed to. */
  relay: shape({ id: ID, gen: count, fp: HASH }),
  sealed: HASH,
  note: HASH,
  ts: TIME,
};
const readSpare = shape(fields);

/** What the holder signs of a spare that they leave with a relay. */
export type Spare = Read<typeof fields>;
type Unsealed = Omit<Spare, 't' | 'sealed' | 'note'>;

const spareJson = ({ uid, loc, relay, ts }: Unsealed) => ({
  t: TYPE,
  uid: toHex(uid),
  loc: toHex(loc),
  relay: { id: toHex(relay.id), gen: relay.gen, fp: toHex(relay.fp) },
  ts,
});

/** `H("CS1/spare.sealed" 00 blob)`: of the sealed secret, and of the sealed name. */
export const spareHash = (blob: Uint8Array): Uint8Array => hash('spare.sealed', blob);

/** What is sealed: the secret itself, and the name by which the relay knows the person. */
export interface SpareBlobs {
  readonly sealed: Uint8Array;
  readonly note: Uint8Array;
}

const sealBoth = (
  enc: Uint8Array,
  contexts: { readonly secret: Uint8Array; readonly note: Uint8Array },
  { secret, name }: { readonly secret: Uint8Array; readonly name: string },
): SpareBlobs => ({
  sealed: seal(enc, contexts.secret, exactly(SECRET_BYTES, secret)),
  note: seal(enc, contexts.note, padBytes(utf8(name.slice(0, 120)))),
});

const firstContexts = (spare: Unsealed) => {
  const said = canonicalBytes(spareJson(spare));
  return { secret: hash('spare.ctx', said), note: hash('spare.note', said) };
};

/** Bound to the statement and to the generation that it is sealed to. */
const laterContexts = (statement: Uint8Array, gen: number) => ({
  secret: hash('spare.again', exactly(32, statement), u32(gen)),
  note: hash('spare.note.again', exactly(32, statement), u32(gen)),
});

/** Seals a spare to the team's key, bound to all that the statement says. */
export const sealSpare = (
  enc: Uint8Array,
  spare: Unsealed,
  what: { readonly secret: Uint8Array; readonly name: string },
): SpareBlobs => sealBoth(enc, firstContexts(spare), what);

export const signSpare = (value: Omit<Spare, 't'>, secretKey: Uint8Array): Envelope =>
  signObject({ ...spareJson(value), sealed: toHex(value.sealed), note: toHex(value.note) }, secretKey);

/** Reads a statement without believing it: to find out whose key must have signed it. */
export const claimedSpare = (envelope: Envelope): Spare => readSpare(parseCanonical(envelopeBytes(envelope)));

/** Verifies it under the holder's key; `damaged` if it names another person than `uid`. */
export const openSpare = (envelope: Envelope, key: Uint8Array, uid: Uint8Array): Spare => {
  const spare = readSpare(openObject(TYPE, envelope, key));
  if (!sameBytes(spare.uid, uid)) throw damaged();
  return spare;
};

/** Where a sealed spare stands: as the holder sealed it, or anew for a later generation of the team. */
export type SparePlace = { readonly spare: Spare } & (
  | { readonly again?: undefined }
  /** Hash of the holder's statement, and the generation. */
  | { readonly again: { readonly statement: Uint8Array; readonly gen: number } }
);

const contextsOf = ({ spare, again }: SparePlace) =>
  again ? laterContexts(again.statement, again.gen) : firstContexts(spare);

/**
 * S, which must be the one of the lock that the holder's statement names: so nobody can put another in its place, whoever
 * sealed it. `damaged` for another team, generation or statement.
 */
export const unsealSpare = (team: KeyPair, place: SparePlace, sealed: Uint8Array): Uint8Array => {
  const secret = exactly(SECRET_BYTES, unseal(team, contextsOf(place).secret, sealed));
  if (!sameBytes(lockLocator('spare', secret), place.spare.loc)) throw damaged();
  return secret;
};

/** The name by which the relay finds the person. */
export const unsealSpareNote = (team: KeyPair, place: SparePlace, note: Uint8Array): string => {
  try {
    return fromUtf8(unpadBytes(unseal(team, contextsOf(place).note, note)));
  } catch (error) {
    throw damaged(error);
  }
};

/** The same for a later generation of the team. @param statement hash of the holder's statement */
export const resealSpare = (
  enc: Uint8Array,
  { statement, gen }: { readonly statement: Uint8Array; readonly gen: number },
  what: { readonly secret: Uint8Array; readonly name: string },
): SpareBlobs => sealBoth(enc, laterContexts(statement, gen), what);
