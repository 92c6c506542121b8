import { padded512 } from './links.js';
import { jcs, type Value } from './objects.js';
import { H, join, KD, sign } from './primitives.js';

type Fields = { readonly [key: string]: Value };

/** What is in the address of a deposit link, from what it says of itself (docs/protocol.md §18). */
export const seedOf = (card: Value): Uint8Array => H('CS1/drop.card\0', jcs(card));
export const dropText = (server: string, seed: Uint8Array): string =>
  `${server}/d/#1${Buffer.from(seed).toString('base64url')}`;
export const locatorOf = (seed: Uint8Array): Uint8Array => KD(seed, 'drop.loc').slice(0, 16);
export const authSeedOf = (seed: Uint8Array): Uint8Array => KD(seed, 'drop.auth');
export const cardKey = (seed: Uint8Array): Uint8Array => KD(seed, 'drop.card');
export const encSeed = (account: Uint8Array, safe: Uint8Array, id: Uint8Array): Uint8Array =>
  KD(account, 'drop.enc', safe, id);
export const ownKey = (account: Uint8Array): Uint8Array => KD(account, 'drop.own');
export const nameKey = (key: Uint8Array): Uint8Array => KD(key, 'drop.name');
export const paddedCard = (card: Value): Uint8Array => padded512(card);

export const DROP_CONTEXTS = {
  card: (loc: Uint8Array) => join('drop.card\0', loc),
  own: (safe: Uint8Array, loc: Uint8Array) => join('drop.own\0', safe, loc),
  name: (doc: Uint8Array) => join('drop.name\0', doc),
  sealed: (statement: Fields) => {
    const { sealed: _, ...rest } = statement;
    return H('CS1/drop.ctx\0', jcs(rest));
  },
};

export const dropBlobHash = (blob: Uint8Array): Uint8Array => H('CS1/drop.blob\0', blob);
export const dropSealedHash = (blob: Uint8Array): Uint8Array => H('CS1/drop.sealed\0', blob);
export const dropLookAnswer = (authSeed: Uint8Array, loc: Uint8Array, challenge: Uint8Array): Uint8Array =>
  sign('drop.look', join(loc, challenge), authSeed);
