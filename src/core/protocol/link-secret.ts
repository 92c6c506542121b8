import { concat, exactly, fromUtf8, toBase64Url, toHex, utf8 } from '../bytes.js';
import { canonicalBytes, type Json, parseCanonical } from '../crypto/jcs.js';
import { deriveKey, type DocumentKey, useOnce, type WrappingKey } from '../crypto/keys.js';
import { LOC_BYTES, SECRET_BYTES } from '../crypto/locked-secret.js';
import { seal, unseal } from '../crypto/seal.js';
import type { KeyPair } from '../crypto/sodium.js';
import { unwrap, wrap } from '../crypto/wrap.js';
import { damaged } from '../errors.js';
import { fragmentAddress } from './fragment-address.js';
import { padLabel, unpadLabel } from './label.js';
import { type LinkStatement, linkContext, MAX_LINK_PAPERS } from './link.js';
import { looking } from './looking.js';
import { padBytes, unpadBytes } from './padded.js';
import { base64, count, HASH, list, nullable, type Read, type Reader, shape, text, whole } from './shape.js';

/** Where a link leads: the server's address, without a slash at its end, and the secret in the fragment. */
export interface LinkAddress {
  readonly server: string;
  readonly secret: Uint8Array;
}

const address = fragmentAddress('o', SECRET_BYTES, 'bad_link');

/** The address of a link: `https://host/o/#1<base64url S>`. */
export const formatLink = (link: LinkAddress): string => address.format(link);

/** Reads a link; `bad_link` for anything else. */
export const parseLink = (link: string): LinkAddress => address.parse(link);

const place = (label: string, loc: Uint8Array): Uint8Array =>
  concat(utf8(label), Uint8Array.of(0), exactly(LOC_BYTES, loc));

const pinned = shape({ gen: count, fp: HASH });

const cardFields = {
  /** How the person wants to be named; may be empty. */
  from: text(60),
  /** For whom the link is, in the maker's words; may be empty. */
  agency: text(80),
  purpose: text(300),
  language: text(12),
  /** How many papers it shows. */
  count: whole(1, MAX_LINK_PAPERS),
  /** Whose keys the opener must find: those of the holder, and of who made the link. */
  holder: pinned,
  maker: pinned,
};

/** What a link says before it is opened: read with the secret alone. */
export type LinkCard = Read<typeof cardFields>;

const padded = (value: Json): Uint8Array => padBytes(canonicalBytes(value));

const pinJson = ({ gen, fp }: LinkCard['holder']) => ({ gen, fp: toHex(fp) });

const unpadded = <T>(read: Reader<T>, bytes: Uint8Array): T => read(parseCanonical(unpadBytes(bytes)));

const cardKey = (secret: Uint8Array): WrappingKey => deriveKey(secret, 'link.card');

export const wrapCard = (secret: Uint8Array, loc: Uint8Array, card: LinkCard): Uint8Array =>
  useOnce(cardKey(secret), (key) =>
    wrap(
      key,
      place('link.card', loc),
      padded({ ...card, holder: pinJson(card.holder), maker: pinJson(card.maker) }),
    ),
  );

export const unwrapCard = (secret: Uint8Array, loc: Uint8Array, wrapped: Uint8Array): LinkCard =>
  useOnce(cardKey(secret), (key) =>
    unpadded(shape(cardFields), unwrap(key, place('link.card', loc), wrapped)),
  );

const readKeys = shape({ keys: list(base64(32), MAX_LINK_PAPERS) });

const keysContext = (statement: Omit<LinkStatement, 't' | 'sealed'>): Uint8Array =>
  concat(place('link', statement.loc), linkContext(statement));

/** The papers' keys in their order, under what secret, code and server give together, bound to all that was signed. */
export const wrapLinkKeys = (
  kek: WrappingKey,
  statement: Omit<LinkStatement, 't' | 'sealed'>,
  keys: readonly DocumentKey[],
): Uint8Array => wrap(kek, keysContext(statement), padded({ keys: keys.map(toBase64Url) }));

/** Opens them; `damaged` with another secret, code, share or statement, or if they are not one for each paper. */
export const unwrapLinkKeys = (
  kek: WrappingKey,
  statement: LinkStatement,
  wrapped: Uint8Array,
): readonly DocumentKey[] => {
  const { keys } = unpadded(readKeys, unwrap(kek, keysContext(statement), wrapped));
  if (keys.length !== statement.papers.length) throw damaged();
  return keys as readonly DocumentKey[];
};

const ownFields = {
  secret: base64(SECRET_BYTES),
  code: nullable(text(20)),
  agency: text(80),
  purpose: text(300),
  /** Whose papers they are. */
  holder: pinned,
};

/** What the holder's devices keep of a link, to show it again; and, sealed to them, whoever else made it. */
export type LinkOwn = Read<typeof ownFields>;

/** For the holder, or for another maker. */
type Keeper = 'link.own' | 'link.made';

export const sealOwn = (enc: Uint8Array, keeper: Keeper, loc: Uint8Array, own: LinkOwn): Uint8Array =>
  seal(
    enc,
    place(keeper, loc),
    padded({ ...own, secret: toBase64Url(own.secret), holder: pinJson(own.holder) }),
  );

export const unsealOwn = (pair: KeyPair, keeper: Keeper, loc: Uint8Array, sealed: Uint8Array): LinkOwn =>
  unpadded(shape(ownFields), unseal(pair, place(keeper, loc), sealed));

export const { sign: signLook, verify: verifyLook } = looking('link.look');

const noteKey = (secret: Uint8Array): WrappingKey => deriveKey(secret, 'link.note');

/** The name that an opener leaves, 137 bytes: read by the holder and by who else has the link, never by the server. */
export const wrapNote = (secret: Uint8Array, loc: Uint8Array, name: string): Uint8Array =>
  useOnce(noteKey(secret), (key) => wrap(key, place('link.note', loc), padLabel(utf8(name))));

export const unwrapNote = (secret: Uint8Array, loc: Uint8Array, wrapped: Uint8Array): string => {
  const name = useOnce(noteKey(secret), (key) => unpadLabel(unwrap(key, place('link.note', loc), wrapped)));
  try {
    return fromUtf8(name);
  } catch (error) {
    throw damaged(error);
  }
};
