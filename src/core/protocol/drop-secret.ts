import { concat, exactly, fromUtf8, sameBytes, toBase64Url, toHex, utf8 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { type AccountKey, derive, deriveKey, hash, useOnce, type WrappingKey } from '../crypto/keys.js';
import { LOC_BYTES } from '../crypto/locked-secret.js';
import { ed25519KeyPair, type KeyPair, XWING_PUBLIC_BYTES, xwingKeyPair } from '../crypto/sodium.js';
import { unwrap, wrap, WRAP_OVERHEAD } from '../crypto/wrap.js';
import { damaged } from '../errors.js';
import { fragmentAddress } from './fragment-address.js';
import { LABEL_BYTES, padLabel, unpadLabel } from './label.js';
import { looking } from './looking.js';
import { padBytes, unpadBytes } from './padded.js';
import { base64, ID, type Read, shape, text, TIME } from './shape.js';

const SEED_BYTES = 32;

/** Where a link for leaving papers leads: the server's address, without a slash at its end, and the seed in the fragment. */
export interface DropAddress {
  readonly server: string;
  readonly seed: Uint8Array;
}

const address = fragmentAddress('d', SEED_BYTES, 'bad_drop');

/** The address of a link: `https://host/d/#1<base64url seed>`. */
export const formatDrop = ({ server, seed }: DropAddress): string => address.format({ server, secret: seed });

/** Reads such a link; `bad_drop` for anything else. */
export const parseDrop = (link: string): DropAddress => {
  const { server, secret } = address.parse(link);
  return { server, seed: secret };
};

const cardFields = {
  /** The key that papers are sealed to: X-Wing. */
  key: base64(XWING_PUBLIC_BYTES),
  /** The safe that they are left in, which their containers name. */
  safe: ID,
  /** How the person wants to be named; may be empty. */
  to: text(60),
  /** For whom the link is, in the person's words; may be empty. */
  from: text(80),
  purpose: text(300),
  language: text(12),
  /** Until when papers are taken. */
  exp: TIME,
  /** Makes the seed one that nobody can guess, whatever else is known. */
  salt: base64(32),
};

/** What a link says of itself to whoever has it; the server reads none of it. */
export type DropCard = Read<typeof cardFields>;

const cardBytes = (card: DropCard): Uint8Array =>
  canonicalBytes({
    key: toBase64Url(card.key),
    safe: toHex(card.safe),
    to: card.to,
    from: card.from,
    purpose: card.purpose,
    language: card.language,
    exp: card.exp,
    salt: toBase64Url(card.salt),
  });

/**
 * `H("CS1/drop.card" 00 card)`: what the address carries. It opens the card and is its hash: whoever has the link can't be
 * shown another key, by the server nor by somebody else who has the link.
 */
export const dropSeed = (card: DropCard): Uint8Array => hash('drop.card', cardBytes(card));

export const dropLocator = (seed: Uint8Array): Uint8Array => derive(seed, 'drop.loc').slice(0, LOC_BYTES);

/** The key with which whoever has the link signs what they leave. */
export const dropAuthKeys = (seed: Uint8Array): KeyPair => ed25519KeyPair(derive(seed, 'drop.auth'));

const place = (label: string, id: Uint8Array): Uint8Array =>
  concat(utf8(label), Uint8Array.of(0), exactly(16, id));

const cardKey = (seed: Uint8Array): WrappingKey => {
  exactly(SEED_BYTES, seed);
  return deriveKey(seed, 'drop.card');
};

export const wrapDropCard = (seed: Uint8Array, card: DropCard): Uint8Array =>
  useOnce(cardKey(seed), (key) =>
    wrap(key, place('drop.card', dropLocator(seed)), padBytes(cardBytes(card))),
  );

/** Opens the card; `damaged` unless it is, byte for byte, the one that the address names. */
export const unwrapDropCard = (seed: Uint8Array, wrapped: Uint8Array): DropCard => {
  const bytes = useOnce(cardKey(seed), (key) =>
    unpadBytes(unwrap(key, place('drop.card', dropLocator(seed)), wrapped)),
  );
  if (!sameBytes(hash('drop.card', bytes), seed)) throw damaged();
  return shape(cardFields)(parseCanonical(bytes));
};

/** The key pair that a link's papers are sealed to: the holder derives it anew, and stores it nowhere. */
export const dropKeys = (account: AccountKey, safe: Uint8Array, id: Uint8Array): KeyPair =>
  xwingKeyPair(derive(account, 'drop.enc', exactly(16, safe), exactly(16, id)));

const ownContext = (safe: Uint8Array, loc: Uint8Array): Uint8Array =>
  concat(place('drop.own', safe), exactly(LOC_BYTES, loc));

/** What the holder's devices keep of a link, to show its address again: 105 bytes. */
export const wrapDropOwn = (account: AccountKey, safe: Uint8Array, seed: Uint8Array): Uint8Array =>
  useOnce(deriveKey(account, 'drop.own'), (key) =>
    wrap(key, ownContext(safe, dropLocator(seed)), exactly(SEED_BYTES, seed)),
  );

/** Opens it; `damaged` unless the link of that name follows from it. */
export const unwrapDropOwn = (
  account: AccountKey,
  safe: Uint8Array,
  loc: Uint8Array,
  wrapped: Uint8Array,
): Uint8Array => {
  const seed = useOnce(deriveKey(account, 'drop.own'), (key) => unwrap(key, ownContext(safe, loc), wrapped));
  if (!sameBytes(dropLocator(exactly(SEED_BYTES, seed)), loc)) throw damaged();
  return seed;
};

export const { sign: signDropLook, verify: verifyDropLook } = looking('drop.look');

/** The name that somebody leaves with a paper, wrapped: 137 bytes whatever the name. */
export const DROP_NAME_BYTES = WRAP_OVERHEAD + LABEL_BYTES;

const nameKey = (key: Uint8Array): WrappingKey => deriveKey(key, 'drop.name');

/** The name under which somebody says that they leave a paper: read by the holder, never by the server. Nothing proves it. */
export const wrapDropName = (key: Uint8Array, doc: Uint8Array, name: string): Uint8Array =>
  useOnce(nameKey(key), (own) => wrap(own, place('drop.name', doc), padLabel(utf8(name))));

export const unwrapDropName = (key: Uint8Array, doc: Uint8Array, wrapped: Uint8Array): string => {
  const name = useOnce(nameKey(key), (own) => unpadLabel(unwrap(own, place('drop.name', doc), wrapped)));
  try {
    return fromUtf8(name);
  } catch (error) {
    throw damaged(error);
  }
};
