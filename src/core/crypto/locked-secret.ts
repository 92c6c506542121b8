import { concat, exactly, u32, utf8 } from '../bytes.js';
import { damaged } from '../errors.js';
import { type AccountKey, derive, deriveKey, useOnce, type WrappingKey } from './keys.js';
import type { StretchedPin } from './pin.js';
import { type Envelope, signBytes, verifyBytes } from './sign.js';
import { blake2b, ed25519KeyPair, type KeyPair, random, sameSecret } from './sodium.js';
import { unwrapKey, wrap } from './wrap.js';

/** Card, device, link and a card's spare are one primitive; only the label of their derivations differs. */
export const LOCK_TYPES = ['card', 'device', 'link', 'spare'] as const;
export type LockType = (typeof LOCK_TYPES)[number];

export const SECRET_BYTES = 20;
export const LOC_BYTES = 16;
export const RELEASE_BYTES = 32;
const CHALLENGE_BYTES = 32;

/** `S`: 160 random bits on the printed card, in the device, in the fragment of a link, or sealed to a relay. */
export const newLockedSecret = (): Uint8Array => random(SECRET_BYTES);

/** `loc`: the name under which the server finds the lock. Tells nothing of S. */
export const lockLocator = (type: LockType, secret: Uint8Array): Uint8Array =>
  derive(secret, `${type}.loc`).slice(0, LOC_BYTES);

/** The login key: signs challenges, so that no password ever reaches the server. */
export const lockAuthKeys = (type: LockType, secret: Uint8Array): KeyPair =>
  ed25519KeyPair(derive(secret, `${type}.auth`));

/** Proves the code without revealing it: the server keeps only its hash. */
export const lockTag = (type: LockType, secret: Uint8Array, pin: StretchedPin): Uint8Array =>
  derive(secret, `${type}.tag`, pin);

export const tagHash = (tag: Uint8Array): Uint8Array => blake2b(tag);

/** `KEK = KD(S, τ".kek", p | r)`: needs the secret, the code, and what the server releases under a try limit. */
export const lockKek = (
  type: LockType,
  secret: Uint8Array,
  pin: StretchedPin,
  released: Uint8Array,
): WrappingKey => deriveKey(secret, `${type}.kek`, pin, released);

const releaseMessage = (loc: Uint8Array, challenge: Uint8Array, tag: Uint8Array): Uint8Array =>
  concat(exactly(LOC_BYTES, loc), exactly(CHALLENGE_BYTES, challenge), tagHash(tag));

/** Signs `loc challenge H(tag)` under the type "lock"; a locator or challenge of another length is `damaged`. */
export const signRelease = (
  auth: KeyPair,
  loc: Uint8Array,
  challenge: Uint8Array,
  tag: Uint8Array,
): Uint8Array => signBytes('lock', releaseMessage(loc, challenge, tag), auth.secretKey);

/** Whether the holder of S made this answer to this challenge; says nothing about the code. */
export const verifyRelease = (
  authPublicKey: Uint8Array,
  loc: Uint8Array,
  challenge: Uint8Array,
  tag: Uint8Array,
  signature: Uint8Array,
): boolean =>
  loc.length === LOC_BYTES &&
  challenge.length === CHALLENGE_BYTES &&
  verifyBytes('lock', releaseMessage(loc, challenge, tag), signature, authPublicKey);

const TYPE_BYTE: Record<LockType, number> = { card: 1, device: 2, link: 3, spare: 4 };

const accountContext = (uid: Uint8Array, type: LockType, loc: Uint8Array, generation: number): Uint8Array =>
  concat(
    utf8('ak'),
    Uint8Array.of(0),
    exactly(16, uid),
    Uint8Array.of(TYPE_BYTE[type]),
    exactly(LOC_BYTES, loc),
    u32(generation),
  );

/** `WRAP(KEK,"ak" uid type loc g, AK)`: what an unlocker keeps of the account key. */
export const wrapAccountKey = (
  kek: WrappingKey,
  place: { uid: Uint8Array; type: LockType; loc: Uint8Array; generation: number },
  key: AccountKey,
): Envelope => wrap(kek, accountContext(place.uid, place.type, place.loc, place.generation), key);

/** Opens {@link wrapAccountKey}; `damaged` with another code, server share, account, lock or generation. */
export const unwrapAccountKey = (
  kek: WrappingKey,
  place: { uid: Uint8Array; type: LockType; loc: Uint8Array; generation: number },
  wrapped: Uint8Array,
): AccountKey => unwrapKey(kek, accountContext(place.uid, place.type, place.loc, place.generation), wrapped);

/** What the server is given for a new lock; bytes: loc 16, auth 32, tagHash 32, released 32, wrappedKey 105. */
export interface LockEnrolment {
  readonly type: LockType;
  readonly loc: Uint8Array;
  readonly auth: Uint8Array;
  readonly tagHash: Uint8Array;
  readonly released: Uint8Array;
  readonly wrappedKey: Uint8Array;
}

/**
 * Makes a lock for an account key. The code is derived twice and the key unwrapped before anything is uploaded: a lock
 * that would not open is never enrolled.
 *
 * @param pin derives the stretched code from the secret; called twice, on purpose
 */
export const enrolLock = async (
  type: LockType,
  secret: Uint8Array,
  pin: () => Promise<StretchedPin>,
  account: { uid: Uint8Array; generation: number; key: AccountKey },
): Promise<LockEnrolment> => {
  const released = random(RELEASE_BYTES);
  const loc = lockLocator(type, secret);
  const place = { uid: account.uid, type, loc, generation: account.generation };
  const first = await pin();
  const kek = (stretched: StretchedPin) => lockKek(type, secret, stretched, released);
  const wrappedKey = useOnce(kek(first), (key) => wrapAccountKey(key, place, account.key));
  const opened = useOnce(kek(await pin()), (key) => unwrapAccountKey(key, place, wrappedKey));
  if (!useOnce(opened, () => sameSecret(opened, account.key))) throw damaged();
  return {
    type,
    loc,
    auth: lockAuthKeys(type, secret).publicKey,
    tagHash: tagHash(lockTag(type, secret, first)),
    released,
    wrappedKey,
  };
};
