import { fromUtf8, utf8 } from '../bytes.js';
import { damaged, SafeError } from '../errors.js';

/** What a signed object may hold: no floats, and null only where a field says so. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const ASCII_KEY = /^[\x21-\x7e]+$/;

const canonicalNumber = (value: number): string => {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new SafeError('invalid_request');
  return String(value);
};

const canonicalString = (value: string): string => {
  if (/[\ud800-\udfff]/u.test(value)) throw new SafeError('invalid_request');
  return JSON.stringify(value);
};

const canonicalObject = (value: { readonly [key: string]: Json }): string => {
  const members = Object.keys(value)
    .sort()
    .map((key) => {
      if (!ASCII_KEY.test(key)) throw new SafeError('invalid_request');
      return `${JSON.stringify(key)}:${canonicalText(value[key] as Json)}`;
    });
  return `{${members.join(',')}}`;
};

const canonicalText = (value: Json): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  return canonicalObject(value as { readonly [key: string]: Json });
};

/** The bytes of a value in our subset of JCS (RFC 8785): ASCII keys, safe integers, well-formed strings. */
export const canonicalBytes = (value: Json): Uint8Array => utf8(canonicalText(value));

/**
 * Reads bytes that {@link canonicalBytes} could have written, and nothing else: duplicate keys, other orders, spaces,
 * floats and escapes that are not canonical are `damaged`, so that two readers can't understand two things.
 */
export const parseCanonical = (bytes: Uint8Array): Json => {
  try {
    const text = fromUtf8(bytes);
    const value = JSON.parse(text) as Json;
    if (canonicalText(value) === text) return value;
  } catch (error) {
    throw damaged(error);
  }
  throw damaged();
};
