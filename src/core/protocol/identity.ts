import { exactly, sameBytes, toBase64Url, toHex } from '../bytes.js';
import { parseCanonical } from '../crypto/jcs.js';
import { type AccountKey, derive, hash } from '../crypto/keys.js';
import {
  type Envelope,
  envelopeBytes,
  envelopeHash,
  openObject,
  signBytes,
  signObject,
  verifyBytes,
} from '../crypto/sign.js';
import {
  ED25519_PUBLIC_BYTES,
  ed25519KeyPair,
  type KeyPair,
  XWING_PUBLIC_BYTES,
  xwingKeyPair,
} from '../crypto/sodium.js';
import { damaged, SafeError } from '../errors.js';
import { base64, count, HASH, ID, literal, nullable, oneOf, type Read, shape, TIME } from './shape.js';

export const ROLES = ['holder', 'worker', 'relay'] as const;
export type Role = (typeof ROLES)[number];

/** The key pairs of one generation of an account, both derived from its account key. */
export interface IdentityKeys {
  readonly sign: KeyPair;
  readonly enc: KeyPair;
}

export const identityKeys = (key: AccountKey): IdentityKeys => ({
  sign: ed25519KeyPair(derive(key, 'id.sign')),
  enc: xwingKeyPair(derive(key, 'id.enc')),
});

const fields = {
  t: literal('id'),
  uid: ID,
  role: oneOf(ROLES),
  gen: count,
  sign: base64(ED25519_PUBLIC_BYTES),
  enc: base64(XWING_PUBLIC_BYTES),
  prev: nullable(HASH),
  ts: TIME,
};
const readIdentity = shape(fields);

/** A statement "these are the public keys of account `uid`, generation `gen`". */
export type Identity = Read<typeof fields>;

/** One link of an identity's chain; `approval` is the old key's signature over a new generation's bytes. */
export interface IdentityLink {
  readonly statement: Envelope;
  readonly approval: Uint8Array | null;
}

const TYPE = 'id';
/** A type of its own, so that an approval is never taken for a statement. */
const APPROVAL = 'id.next';

/** Makes the first statement of an account, signed by itself. */
export const firstIdentity = (uid: Uint8Array, role: Role, keys: IdentityKeys, ts: number): IdentityLink => ({
  statement: signObject(statementOf(uid, role, 1, keys, null, ts), keys.sign.secretKey),
  approval: null,
});

/** Makes the next generation, signed by its new key and approved by the old one. */
export const nextIdentity = (
  last: { readonly identity: Identity; readonly link: IdentityLink },
  oldKeys: IdentityKeys,
  newKeys: IdentityKeys,
  ts: number,
): IdentityLink => {
  const { uid, role, gen } = last.identity;
  const prev = toHex(envelopeHash(TYPE, last.link.statement));
  const statement = signObject(statementOf(uid, role, gen + 1, newKeys, prev, ts), newKeys.sign.secretKey);
  return { statement, approval: signBytes(APPROVAL, envelopeBytes(statement), oldKeys.sign.secretKey) };
};

const statementOf = (
  uid: Uint8Array,
  role: Role,
  gen: number,
  keys: IdentityKeys,
  prev: string | null,
  ts: number,
) => ({
  t: TYPE,
  uid: toHex(uid),
  role,
  gen,
  sign: toBase64Url(keys.sign.publicKey),
  enc: toBase64Url(keys.enc.publicKey),
  prev,
  ts,
});

/** Reads a statement and checks that the key it names signed it. It still proves nothing about who that is. */
const openStatement = (link: IdentityLink): Identity => {
  const claimed = readIdentity(parseCanonical(envelopeBytes(link.statement)));
  return readIdentity(openObject(TYPE, link.statement, claimed.sign));
};

const follows = (
  link: IdentityLink,
  identity: Identity,
  before: Identity,
  beforeLink: IdentityLink,
): boolean =>
  identity.gen === before.gen + 1 &&
  identity.role === before.role &&
  sameBytes(identity.uid, before.uid) &&
  identity.prev !== null &&
  sameBytes(identity.prev, envelopeHash(TYPE, beforeLink.statement)) &&
  link.approval !== null &&
  verifyBytes(APPROVAL, envelopeBytes(link.statement), link.approval, before.sign);

/**
 * Verifies a whole chain from its first statement and returns the newest identity. Throws `damaged` on a gap, a fork, a
 * rotation that the old key did not approve, or another person's statement. The result is trusted only through
 * {@link fingerprint} or a pin: the server could have made up the whole chain.
 */
export const openIdentityChain = (uid: Uint8Array, chain: readonly IdentityLink[]): Identity => {
  const [first, ...rest] = chain;
  if (!first) throw damaged();
  let identity = openStatement(first);
  let link = first;
  if (identity.gen !== 1 || identity.prev !== null || first.approval || !sameBytes(identity.uid, uid)) {
    throw damaged();
  }
  for (const next of rest) {
    const statement = openStatement(next);
    if (!follows(next, statement, identity, link)) throw damaged();
    [identity, link] = [statement, next];
  }
  return identity;
};

/** `fp = H("CS1/fp" uid sign enc)`, 32 bytes: whole in a QR code, 8 words when said aloud. */
export const fingerprint = (identity: Pick<Identity, 'uid' | 'sign' | 'enc'>): Uint8Array =>
  hash(
    'fp',
    exactly(16, identity.uid),
    exactly(ED25519_PUBLIC_BYTES, identity.sign),
    exactly(XWING_PUBLIC_BYTES, identity.enc),
  );

/** What a client remembers of a person whose QR code it scanned. */
export interface IdentityPin {
  readonly uid: Uint8Array;
  readonly gen: number;
  readonly fp: Uint8Array;
}

/** The pin of an identity that was verified: to be remembered after each rotation, so that none is taken back. */
export const identityPin = (identity: Identity): IdentityPin => ({
  uid: identity.uid,
  gen: identity.gen,
  fp: fingerprint(identity),
});

/**
 * The only way to a key that may be sealed to: opens the chain and demands the pinned fingerprint at the pinned
 * generation. There is no trust on first use; a later generation is returned only if the old keys approved it.
 * Throws `damaged`, or `rolled_back` if a chain that is in order ends before the pinned generation.
 */
export const openPinnedIdentity = (
  pin: IdentityPin | undefined,
  chain: readonly IdentityLink[],
): Identity => {
  if (!pin) throw damaged();
  const newest = openIdentityChain(pin.uid, chain);
  if (newest.gen < pin.gen) throw new SafeError('rolled_back');
  const pinned = chain[pin.gen - 1];
  if (!pinned || !sameBytes(fingerprint(openStatement(pinned)), pin.fp)) throw damaged();
  return newest;
};
