import { exactly, sameBytes, toHex } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { type DocumentKey, hash, KEY_BYTES } from '../crypto/keys.js';
import { seal, SEAL_OVERHEAD, unseal } from '../crypto/seal.js';
import { type Envelope, envelopeBytes, openObject, signObject } from '../crypto/sign.js';
import type { KeyPair } from '../crypto/sodium.js';
import { damaged } from '../errors.js';
import { checkDocumentKey, ROOTS, rootsJson } from './manifest.js';
import { count, HASH, ID, literal, nullable, type Read, shape, TIME } from './shape.js';

const TYPE = 'deposit';

/** A document key, sealed to the holder. */
export const DEPOSIT_KEY_BYTES = SEAL_OVERHEAD + KEY_BYTES;

const fields = {
  t: literal(TYPE),
  safe: ID,
  /** Id of the paper that it becomes, as version 1, once the holder keeps it. */
  doc: ID,
  /** The holder, and the very keys that the document key is sealed to. */
  to: shape({ id: ID, gen: count, fp: HASH }),
  /** The relay in whose name it is left; null where a worker got the consent for themselves. */
  relay: nullable(ID),
  /** The consent under which it is left; null for a relay that has none. */
  grant: nullable(ID),
  roots: ROOTS,
  /** Commitment to the document key. */
  dekc: HASH,
  /** Hash of the sealed document key. */
  sealed: HASH,
  by: ID,
  ts: TIME,
};
const readDeposit = shape(fields);

/** What a worker signs of a paper that they leave for somebody, without opening their safe. */
export type Deposit = Read<typeof fields>;

type Unsealed = Omit<Deposit, 't' | 'sealed'>;

const depositJson = (value: Unsealed) => ({
  t: TYPE,
  safe: toHex(value.safe),
  doc: toHex(value.doc),
  to: { id: toHex(value.to.id), gen: value.to.gen, fp: toHex(value.to.fp) },
  relay: value.relay === null ? null : toHex(value.relay),
  grant: value.grant === null ? null : toHex(value.grant),
  roots: rootsJson(value.roots),
  dekc: toHex(value.dekc),
  by: toHex(value.by),
  ts: value.ts,
});

/** What the sealed key is bound to: `H("CS1/deposit.ctx" 00 the statement without "sealed")`. */
const depositContext = (value: Unsealed): Uint8Array =>
  hash('deposit.ctx', canonicalBytes(depositJson(value)));

export const depositKeyHash = (blob: Uint8Array): Uint8Array => hash('deposit.sealed', blob);

/** Whoever leaves a paper acts for a relay or under a consent. */
const isSound = ({ relay, grant }: Pick<Deposit, 'relay' | 'grant'>): boolean =>
  relay !== null || grant !== null;

/** Seals the document key to the holder, bound to all that the statement says. */
export const sealDepositKey = (enc: Uint8Array, deposit: Unsealed, key: DocumentKey): Uint8Array =>
  seal(enc, depositContext(deposit), key);

/** Opens it; `damaged` for another blob than was signed, other keys than are named, or another key than was promised. */
export const openDepositKey = (holder: KeyPair, deposit: Deposit, blob: Uint8Array): DocumentKey => {
  if (!sameBytes(depositKeyHash(blob), deposit.sealed)) throw damaged();
  const key = exactly(KEY_BYTES, unseal(holder, depositContext(deposit), blob)) as DocumentKey;
  return checkDocumentKey(deposit, key);
};

export const signDeposit = (value: Omit<Deposit, 't'>, secretKey: Uint8Array): Envelope => {
  if (!isSound(value)) throw damaged();
  return signObject({ ...depositJson(value), sealed: toHex(value.sealed) }, secretKey);
};

/** Reads a statement without believing it: to find out whose key must have signed it. */
export const claimedDeposit = (envelope: Envelope): Deposit =>
  readDeposit(parseCanonical(envelopeBytes(envelope)));

/**
 * Verifies a statement under the key of who left it, for this very place; `damaged` for anything else, also if it names
 * another person than `by`.
 */
export const openDeposit = (
  envelope: Envelope,
  key: Uint8Array,
  place: Pick<Deposit, 'safe' | 'doc'>,
  by: Uint8Array,
): Deposit => {
  const deposit = readDeposit(openObject(TYPE, envelope, key));
  const same =
    sameBytes(deposit.safe, place.safe) && sameBytes(deposit.doc, place.doc) && sameBytes(deposit.by, by);
  if (!same || !isSound(deposit)) throw damaged();
  return deposit;
};
