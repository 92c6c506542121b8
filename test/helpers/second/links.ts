import { jcs, type Value } from './objects.js';
import { H, int, join, KD, sign } from './primitives.js';

/** What the parts of a link are bound to (docs/protocol.md §16). */
export const LINK_CONTEXTS = {
  card: (loc: Uint8Array) => join('link.card\0', loc),
  own: (loc: Uint8Array) => join('link.own\0', loc),
  made: (loc: Uint8Array) => join('link.made\0', loc),
  note: (loc: Uint8Array) => join('link.note\0', loc),
  payload: (loc: Uint8Array, statement: { readonly [key: string]: Value }) => {
    const { sealed: _, ...rest } = statement;
    return join('link\0', loc, H('CS1/link.ctx\0', jcs(rest)));
  },
};

/** `u32 length | JSON | zeros` to a multiple of 512 bytes. */
export const padded512 = (value: Value): Uint8Array => {
  const bytes = join(jcs(value));
  const rest = (512 - ((bytes.length + 4) % 512)) % 512;
  return join(int(bytes.length, 4), bytes, new Uint8Array(rest));
};

export const blobHash = (blob: Uint8Array): Uint8Array => H('CS1/link.blob\0', blob);
export const papersHash = (papers: Value): Uint8Array => H('CS1/link.papers\0', jcs(papers));
export const cardKey = (secret: Uint8Array): Uint8Array => KD(secret, 'link.card');
export const noteKey = (secret: Uint8Array): Uint8Array => KD(secret, 'link.note');
export const linkText = (server: string, secret: Uint8Array): string =>
  `${server}/o/#1${Buffer.from(secret).toString('base64url')}`;
export const lookAnswer = (authSeed: Uint8Array, loc: Uint8Array, challenge: Uint8Array): Uint8Array =>
  sign('link.look', join(loc, challenge), authSeed);
