import { damaged, SafeError } from './errors.js';

// Both exist in every browser and in Node; core has neither's types.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (
  label: 'utf-8',
  options: { fatal: boolean; ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
// ignoreBOM keeps a leading U+FEFF: signed bytes must not lose any.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** Throws a TypeError on anything that is not well-formed UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

/** Throws `damaged` beyond 32 bits: two numbers must never give the same bytes, and so the same key. */
export const u32 = (value: number): Uint8Array => {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw damaged();
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
};

/** Throws `damaged` on what is not a whole number from 0 to 2⁵³ − 1. */
export const u64 = (value: number): Uint8Array => {
  if (!Number.isSafeInteger(value) || value < 0) throw damaged();
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return out;
};

/** The bytes themselves, or `damaged` if they are not exactly `length`: fields of fixed length need no separator. */
export const exactly = (length: number, bytes: Uint8Array): Uint8Array => {
  if (bytes.length !== length) throw damaged();
  return bytes;
};

/** Whether two byte strings are the same; not constant-time, for public values only. */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export const toHex = (bytes: Uint8Array): string => {
  let out = '';
  for (const byte of bytes) out += HEX[byte];
  return out;
};

/** Lower-case hexadecimal of exactly `length` bytes, or `invalid_request`. */
export const fromHex = (text: string, length: number): Uint8Array => {
  if (text.length !== length * 2 || !/^[0-9a-f]*$/.test(text)) throw new SafeError('invalid_request');
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Int16Array(128).fill(-1);
for (let i = 0; i < 64; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

const CODES = utf8(ALPHABET);

/** base64url without padding (RFC 4648 §5). */
export const toBase64Url = (bytes: Uint8Array): string => {
  // Codes rather than letters joined one by one: such a text is thousands of pieces until somebody reads it.
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) codes[at++] = CODES[(bits >> shift) & 63]!; // beyond the end: ignored
  }
  return fromUtf8(codes);
};

/** Strict base64url without padding: other characters, a wrong length or stray low bits are `invalid_request`. */
export const fromBase64Url = (text: string): Uint8Array => {
  const rest = text.length % 4;
  if (rest === 1) throw new SafeError('invalid_request');
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0) throw new SafeError('invalid_request');
    bits = (bits << 6) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out[at++] = (bits >> count) & 255;
    }
    bits &= (1 << count) - 1;
  }
  if (bits !== 0) throw new SafeError('invalid_request');
  return out;
};
