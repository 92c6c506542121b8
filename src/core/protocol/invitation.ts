import { exactly, utf8 } from '../bytes.js';
import { decodeCrockford, encodeCrockford } from '../crypto/crockford.js';
import { derive, hash } from '../crypto/keys.js';
import { random, sameSecret } from '../crypto/sodium.js';
import { SafeError } from '../errors.js';

const VERSION = 1;
const SECRET_BYTES = 16;
const CHECK_BYTES = 2;
const CODE_BYTES = 1 + SECRET_BYTES + CHECK_BYTES;

/**
 * A one-time code that a manager gives to a new worker. The server never sees it: it knows the name derived from it.
 * Whoever has it proves to the other which identity is theirs, so that the server can put no other one in between.
 */
export const newInvitation = (): Uint8Array => random(SECRET_BYTES);

const check = (body: Uint8Array): Uint8Array => hash('inv', body).slice(0, CHECK_BYTES);

/** For saying and typing: Crockford's base32 of `01 | I | check2` in groups of five. */
export const invitationText = (secret: Uint8Array): string => {
  const body = Uint8Array.of(VERSION, ...exactly(SECRET_BYTES, secret));
  const symbols = encodeCrockford(Uint8Array.of(...body, ...check(body)));
  return (symbols.match(/.{1,5}/g) ?? []).join('-');
};

/** Reads a typed code; `bad_invitation` for anything that is none or was mistyped. */
export const readInvitation = (text: string): Uint8Array => {
  const bytes = decodeCrockford(text);
  if (bytes?.length !== CODE_BYTES || bytes[0] !== VERSION) throw new SafeError('bad_invitation');
  const body = bytes.subarray(0, 1 + SECRET_BYTES);
  if (!sameSecret(check(body), bytes.slice(1 + SECRET_BYTES))) throw new SafeError('bad_invitation');
  return bytes.slice(1, 1 + SECRET_BYTES);
};

/** The name under which the server keeps the invitation, 16 bytes. */
export const invitationLocator = (secret: Uint8Array): Uint8Array => derive(secret, 'inv.loc').slice(0, 16);

/** What the manager leaves with the invitation: "the relay is this identity". 32 bytes. */
export const welcomeProof = (secret: Uint8Array, relay: Uint8Array, fp: Uint8Array): Uint8Array =>
  derive(secret, 'inv.welcome', exactly(16, relay), exactly(32, fp));

/** What the manager leaves beside it: "the association of this key certifies the relay". 32 bytes. */
export const associationProof = (secret: Uint8Array, relay: Uint8Array, directory: Uint8Array): Uint8Array =>
  derive(secret, 'inv.association', exactly(16, relay), exactly(32, directory));

/** What the new worker answers: "I am this identity, and want to be seen under this name". 32 bytes. */
export const joinProof = (secret: Uint8Array, uid: Uint8Array, fp: Uint8Array, name: string): Uint8Array =>
  derive(secret, 'inv.join', exactly(16, uid), exactly(32, fp), utf8(name));

/** Compares in constant time; `bad_invitation` if the proof is not that of this code for this identity. */
export const checkProof = (expected: Uint8Array, given: Uint8Array): void => {
  if (given.length !== expected.length || !sameSecret(expected, given)) throw new SafeError('bad_invitation');
};
