import { jcs, type Value } from './objects.js';
import { H, KD } from './primitives.js';

/** What the key of a paper that is left is bound to: all that its statement says, but for the hash of the sealed key. */
export const depositContext = (statement: { readonly [key: string]: Value }): Uint8Array => {
  const { sealed: _, ...rest } = statement;
  return H('CS1/deposit.ctx\0', jcs(rest));
};

export const depositSealedHash = (blob: Uint8Array): Uint8Array => H('CS1/deposit.sealed\0', blob);
export const commitment = (key: Uint8Array): Uint8Array => KD(key, 'commit');
