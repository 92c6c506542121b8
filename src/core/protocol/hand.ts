import { concat, exactly, fromBase64Url, fromUtf8, sameBytes, toBase64Url, u32, utf8 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import {
  deriveKey,
  derive,
  hash,
  type Key,
  KEY_BYTES,
  newKey,
  useOnce,
  type WrappingKey,
} from '../crypto/keys.js';
import { LOC_BYTES } from '../crypto/locked-secret.js';
import { seal, SEAL_OVERHEAD, unseal } from '../crypto/seal.js';
import { type KeyPair, random, XWING_PUBLIC_BYTES, xwingKeyPair } from '../crypto/sodium.js';
import { unwrap, unwrapKey, wrap, WRAP_OVERHEAD } from '../crypto/wrap.js';
import { damaged, isSafeError, SafeError } from '../errors.js';
import { fragmentAddress } from './fragment-address.js';
import { HAND_TEXT } from './hand-text.js';
import { padBytes, unpadBytes } from './padded.js';
import { base64, oneOf, shape } from './shape.js';
import { bytesOfWords, fingerprintWords } from './words.js';

/** What two screens are joined for: a new person chooses a code; a relay gives a spare back. */
export const HAND_PURPOSES = ['code', 'spare'] as const;
export type HandPurpose = (typeof HAND_PURPOSES)[number];

const FP_BYTES = 32;
/** What 8 words hold of a fingerprint: enough to find the hand-over and to know its key. */
const SHORT_BYTES = 11;
/** A message before padding, and as it travels. */
export const HAND_MESSAGE_BYTES = 8 * 1024;
const CARD_PADDED = 2048;
export const HAND_CARD_BYTES = WRAP_OVERHEAD + CARD_PADDED;
export const HAND_HELLO_BYTES = SEAL_OVERHEAD + KEY_BYTES;

const address = fragmentAddress('h', FP_BYTES, 'bad_hand');

/** `https://host/h/#1<base64url F>`: any phone's camera opens it. */
export const formatHand = (server: string, fp: Uint8Array): string => address.format({ server, secret: fp });

/** `pochette:hand1:<base64url F>`: read inside the app alone. */
export const handText = (fp: Uint8Array): string => HAND_TEXT + toBase64Url(exactly(FP_BYTES, fp));

/** The same as 8 words, to be typed where no camera is. */
export const handWords = (fp: Uint8Array): readonly string[] => fingerprintWords(fp);

const readText = (text: string): Uint8Array => {
  const bytes = fromBase64Url(text.slice(HAND_TEXT.length));
  if (bytes.length !== FP_BYTES) throw new SafeError('bad_hand');
  return bytes;
};

/** Reads what another screen shows, in any of its three forms: F, or the 11 bytes of it that words hold. `bad_hand`. */
export const readHand = (typed: string): Uint8Array => {
  const text = typed.trim();
  try {
    if (text.startsWith(HAND_TEXT)) return readText(text);
    return text.includes('#') ? address.parse(text).secret : bytesOfWords(text);
  } catch (cause) {
    throw isSafeError(cause, 'bad_hand') ? cause : new SafeError('bad_hand', { cause });
  }
};

const short = (fp: Uint8Array): Uint8Array => {
  if (fp.length !== FP_BYTES && fp.length !== SHORT_BYTES) throw new SafeError('bad_hand');
  return fp.subarray(0, SHORT_BYTES);
};

/** The name under which the server knows a hand-over; nothing of F follows from it. */
export const handLocator = (fp: Uint8Array): Uint8Array => hash('hand.loc', short(fp)).slice(0, LOC_BYTES);

const cardKey = (fp: Uint8Array): WrappingKey => hash('hand.key', short(fp)) as WrappingKey;

const place = (label: string, loc: Uint8Array): Uint8Array =>
  concat(utf8(label), Uint8Array.of(0), exactly(LOC_BYTES, loc));

const readCard = shape({ key: base64(XWING_PUBLIC_BYTES), purpose: oneOf(HAND_PURPOSES) });

/** What the screen that shows the code holds: a key for this one time, and F, the hash of it. */
export interface HandHost {
  readonly loc: Uint8Array;
  /** 32 bytes: what the code carries. */
  readonly fp: Uint8Array;
  readonly keys: KeyPair;
  /** The public key, wrapped for who has read the code: {@link HAND_CARD_BYTES}. */
  readonly card: Uint8Array;
}

/** A hand-over as the screen that shows the code begins it. Its key is fresh and is never stored. */
export const newHand = (purpose: HandPurpose): HandHost => {
  const keys = xwingKeyPair(random(32));
  const bytes = canonicalBytes({ key: toBase64Url(keys.publicKey), purpose });
  const fp = hash('hand.card', bytes);
  const loc = handLocator(fp);
  const card = useOnce(cardKey(fp), (key) => wrap(key, place('hand.card', loc), padBytes(bytes)));
  return { loc, fp, keys, card };
};

/** Opens the card; `damaged` unless it is, byte for byte, the one that the code names, for this purpose. */
const openCard = (fp: Uint8Array, wrapped: Uint8Array, purpose: HandPurpose): Uint8Array => {
  const bytes = useOnce(cardKey(fp), (key) =>
    unpadBytes(unwrap(key, place('hand.card', handLocator(fp)), wrapped)),
  );
  if (!sameBytes(hash('hand.card', bytes).subarray(0, fp.length), fp)) throw damaged();
  const card = readCard(parseCanonical(bytes));
  if (card.purpose !== purpose) throw damaged();
  return card.key;
};

export type HandSide = 'host' | 'guest';
const SIDE_BYTE: Record<HandSide, number> = { host: 1, guest: 2 };

/** Two screens that share a key. */
export interface HandLine {
  readonly loc: Uint8Array;
  /** Four digits that both screens show: the same only if nobody stands between. */
  readonly number: string;
  /** Wraps the message number `seq` of this side. */
  wrap(seq: number, message: string): Uint8Array;
  /** Opens the message number `seq` of the other side; `damaged` for any other place, side or hand-over. */
  unwrap(seq: number, wrapped: Uint8Array): string;
}

const NONCE_BYTES = 32;
type Root = Key<'hand'>;

const messageContext = (loc: Uint8Array, side: HandSide, seq: number): Uint8Array =>
  concat(place('hand.message', loc), Uint8Array.of(SIDE_BYTE[side]), u32(seq));

const digits = (root: Root): string => {
  const bytes = derive(root, 'hand.number');
  const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) % 10_000;
  return String(value).padStart(4, '0');
};

const lineOf = (side: HandSide, loc: Uint8Array, root: Root): HandLine => {
  const key = deriveKey<'wrapping'>(root, 'hand.message');
  const other: HandSide = side === 'host' ? 'guest' : 'host';
  return {
    loc,
    number: digits(root),
    wrap: (seq, message) => {
      const bytes = utf8(message);
      if (bytes.length > HAND_MESSAGE_BYTES) throw new SafeError('invalid_request');
      return wrap(key, messageContext(loc, side, seq), padBytes(bytes));
    },
    unwrap: (seq, wrapped) => {
      try {
        return fromUtf8(unpadBytes(unwrap(key, messageContext(loc, other, seq), wrapped)));
      } catch (error) {
        throw damaged(error);
      }
    },
  };
};

/** Bound to both sides' contribution: the guest's sealed key, then the host's nonce, which it tells once only. */
const rootOf = (key: Key<'hello'>, hello: Uint8Array, nonce: Uint8Array): Root =>
  deriveKey(key, 'hand.root', hash('hand.hello', hello), exactly(NONCE_BYTES, nonce));

const welcomeKey = (key: Key<'hello'>) => deriveKey<'wrapping'>(key, 'hand.welcome');

/** What the screen that read the code says first. */
export interface HandHello {
  /** Its key, sealed to the host's: {@link HAND_HELLO_BYTES}. */
  readonly hello: Uint8Array;
  /** Takes the answer; `damaged` unless the host of this very code gave it to this very hello. */
  welcomed(welcome: Uint8Array): HandLine;
}

/** Answers a card with a key of one's own. @param fp what was read: 32 bytes, or 11 from words */
export const greetHand = (fp: Uint8Array, card: Uint8Array, purpose: HandPurpose): HandHello => {
  const enc = openCard(fp, card, purpose);
  const loc = handLocator(fp);
  const key = newKey<'hello'>();
  const hello = seal(enc, place('hand.hello', loc), key);
  return {
    hello,
    welcomed: (welcome) => {
      const nonce = unwrapKey(welcomeKey(key), place('hand.welcome', loc), welcome);
      return lineOf('guest', loc, rootOf(key, hello, nonce));
    },
  };
};

/**
 * Takes the one hello that a host ever answers, and gives the answer: only then does either side have a number to show, so
 * that nobody who stands between can try hellos until their number fits.
 */
export const welcomeGuest = (
  { loc, keys }: Pick<HandHost, 'loc' | 'keys'>,
  hello: Uint8Array,
): { readonly welcome: Uint8Array; readonly line: HandLine } => {
  const key = exactly(KEY_BYTES, unseal(keys, place('hand.hello', loc), hello)) as Key<'hello'>;
  const nonce = random(NONCE_BYTES);
  const welcome = wrap(welcomeKey(key), place('hand.welcome', loc), nonce);
  return { welcome, line: lineOf('host', loc, rootOf(key, hello, nonce)) };
};
