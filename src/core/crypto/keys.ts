import { concat, utf8 } from '../bytes.js';
import { blake2b, random, wipe } from './sodium.js';

declare const purpose: unique symbol;

/** 32 secret bytes for one purpose only: a key for another purpose does not compile. */
export type Key<Purpose extends string> = Uint8Array & { readonly [purpose]: Purpose };

export type AccountKey = Key<'account'>;
export type SafeKey = Key<'safe'>;
export type CategoryKey = Key<'category'>;
export type DocumentKey = Key<'document'>;
export type FileKey = Key<'file'>;
export type WrappingKey = Key<'wrapping'>;

export const KEY_BYTES = 32;

export const newKey = <P extends string>(): Key<P> => random(KEY_BYTES) as Key<P>;

const CS1 = utf8('CS1');
const ZERO = Uint8Array.of(0);
const labels = new Map<string, Uint8Array>();

/** Labels are compile-time constants (registry in docs/protocol.md §1): encode each once. */
const label = (text: string): Uint8Array => {
  const known = labels.get(text);
  if (known) return known;
  const bytes = utf8(text);
  labels.set(text, bytes);
  return bytes;
};

/** `H("CS1/<domain>" 00 parts…)`: BLAKE2b-256 with domain separation. */
export const hash = (domain: string, ...parts: readonly Uint8Array[]): Uint8Array =>
  blake2b(concat(label(`CS1/${domain}`), ZERO, ...parts));

/** `KD(k,label,ctx)`: BLAKE2b-256 keyed by `key` (16 to 64 bytes) over `"CS1" 00 label 00 ctx`. */
export const derive = (key: Uint8Array, name: string, ...context: readonly Uint8Array[]): Uint8Array =>
  blake2b(concat(CS1, ZERO, label(name), ZERO, ...context), key);

/** Hands a derived key to one use and overwrites it afterwards (best effort, see {@link wipe}). */
export const useOnce = <K extends Uint8Array, T>(key: K, use: (key: K) => T): T => {
  try {
    return use(key);
  } finally {
    wipe(key);
  }
};

/** {@link derive} whose result is a key for one purpose. */
export const deriveKey = <P extends string>(
  key: Uint8Array,
  name: string,
  ...context: readonly Uint8Array[]
): Key<P> => derive(key, name, ...context) as Key<P>;
