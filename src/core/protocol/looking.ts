import { concat, exactly } from '../bytes.js';
import { LOC_BYTES } from '../crypto/locked-secret.js';
import { signBytes, verifyBytes } from '../crypto/sign.js';
import type { KeyPair } from '../crypto/sodium.js';

const CHALLENGE_BYTES = 32;

const message = (loc: Uint8Array, challenge: Uint8Array): Uint8Array =>
  concat(exactly(LOC_BYTES, loc), exactly(CHALLENGE_BYTES, challenge));

/** Shows that one has the secret of a link, and opens nothing: signs `loc challenge` under the type of that link. */
export const looking = (type: 'link.look' | 'drop.look') => ({
  sign: (auth: KeyPair, loc: Uint8Array, challenge: Uint8Array): Uint8Array =>
    signBytes(type, message(loc, challenge), auth.secretKey),
  verify: (
    authPublicKey: Uint8Array,
    loc: Uint8Array,
    challenge: Uint8Array,
    signature: Uint8Array,
  ): boolean =>
    loc.length === LOC_BYTES &&
    challenge.length === CHALLENGE_BYTES &&
    verifyBytes(type, message(loc, challenge), signature, authPublicKey),
});
