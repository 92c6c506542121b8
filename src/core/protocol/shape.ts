import { fromBase64Url, fromHex } from '../bytes.js';
import type { Json } from '../crypto/jcs.js';
import { damaged } from '../errors.js';

/** Reads one field of a signed object, or throws `damaged`. */
export type Reader<T> = (value: Json | undefined) => T;
type Shape = Readonly<Record<string, Reader<unknown>>>;
export type Read<S extends Shape> = { readonly [K in keyof S]: ReturnType<S[K]> };

const fail = (): never => {
  throw damaged();
};

export const literal =
  <T extends string>(expected: T): Reader<T> =>
  (value) =>
    value === expected ? expected : fail();

export const oneOf =
  <T extends string>(allowed: readonly T[]): Reader<T> =>
  (value) =>
    allowed.find((one) => one === value) ?? fail();

/** A whole number from `min` up to `max`, 2⁵³ − 1 unless said. */
export const whole =
  (min: number, max: number = Number.MAX_SAFE_INTEGER): Reader<number> =>
  (value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? value : fail();

/** Versions, epochs and generations: they enter key derivations as u32, so no two may give the same bytes. */
export const count: Reader<number> = (value) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 0xffff_ffff ? value : fail();

export const text =
  (maxLength: number): Reader<string> =>
  (value) =>
    typeof value === 'string' && value.length <= maxLength ? value : fail();

export const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : fail());

/** A day written YYYY-MM-DD (RFC 3339, full-date). */
export const day: Reader<string> = (value) =>
  typeof value === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(value)
    ? value
    : fail();

/** Ids and hashes: lower-case hexadecimal of exactly `length` bytes, read as bytes. */
export const hex =
  (length: number): Reader<Uint8Array> =>
  (value) => {
    if (typeof value !== 'string') return fail();
    try {
      return fromHex(value, length);
    } catch (error) {
      throw damaged(error);
    }
  };

/** Keys and other bytes: base64url of exactly `length` bytes. */
export const base64 =
  (length: number): Reader<Uint8Array> =>
  (value) => {
    if (typeof value !== 'string') return fail();
    try {
      const bytes = fromBase64Url(value);
      return bytes.length === length ? bytes : fail();
    } catch (error) {
      throw damaged(error);
    }
  };

export const nullable =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value) =>
    value === null ? null : reader(value);

export const list =
  <T>(reader: Reader<T>, maxLength: number): Reader<readonly T[]> =>
  (value) =>
    Array.isArray(value) && value.length <= maxLength ? value.map((one) => reader(one as Json)) : fail();

/** An object with exactly these fields: one more or one less is `damaged`. */
export const shape =
  <S extends Shape>(fields: S): Reader<Read<S>> =>
  (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return fail();
    const object = value as { readonly [key: string]: Json };
    if (Object.keys(object).length !== Object.keys(fields).length) return fail();
    // Own fields only: what an object inherits was never signed.
    const entries = Object.entries(fields).map(([name, reader]) => [
      name,
      Object.hasOwn(object, name) ? reader(object[name]) : fail(),
    ]);
    return Object.fromEntries(entries) as Read<S>;
  };

export const ID = hex(16);
export const HASH = hex(32);
/** Milliseconds since 1970 by the signer's clock: shown, never relied upon. No more than a date can hold (ECMA-262). */
export const TIME = whole(0, 8.64e15);
