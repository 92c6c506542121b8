import { SafeError } from '../../core/errors.js';

/** The file stops before what it announced. */
export const truncated = (): SafeError => new SafeError('truncated_file');

/** The file is whole but contradicts itself: no viewer could be trusted to show it. */
export const broken = (): SafeError => new SafeError('broken_file');

/** Every read goes through here: nothing outside the file is ever looked at. */
export const byteAt = (bytes: Uint8Array, offset: number): number => {
  const value = bytes[offset];
  if (value === undefined) throw truncated();
  return value;
};

export const u16be = (bytes: Uint8Array, offset: number): number =>
  byteAt(bytes, offset) * 0x100 + byteAt(bytes, offset + 1);

export const u32be = (bytes: Uint8Array, offset: number): number =>
  u16be(bytes, offset) * 0x10000 + u16be(bytes, offset + 2);

export const u16le = (bytes: Uint8Array, offset: number): number =>
  byteAt(bytes, offset) + byteAt(bytes, offset + 1) * 0x100;

export const u24le = (bytes: Uint8Array, offset: number): number =>
  u16le(bytes, offset) + byteAt(bytes, offset + 2) * 0x10000;

export const u32le = (bytes: Uint8Array, offset: number): number =>
  u16le(bytes, offset) + u16le(bytes, offset + 2) * 0x10000;

export const putU32be = (bytes: Uint8Array, offset: number, value: number): void => {
  bytes.set([(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255], offset);
};

/** One character per byte, cut at the end of the file. */
export const latin1 = (bytes: Uint8Array, start: number, end: number): string => {
  let text = '';
  const stop = Math.min(end, bytes.length);
  for (let i = Math.max(0, start); i < stop; i += 4096) {
    text += String.fromCharCode(...bytes.subarray(i, Math.min(i + 4096, stop)));
  }
  return text;
};

export const fromLatin1 = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

export const startsWith = (bytes: Uint8Array, text: string, offset = 0): boolean => {
  if (offset + text.length > bytes.length) return false;
  for (let i = 0; i < text.length; i++) {
    if (bytes[offset + i] !== text.charCodeAt(i)) return false;
  }
  return true;
};

/** First place of an ASCII text at or after `from`, or -1. */
export const find = (bytes: Uint8Array, text: string, from = 0): number => {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (startsWith(bytes, text, at)) return at;
  }
  return -1;
};

/** Last place of an ASCII text that begins before `before`, or -1. */
export const findLast = (bytes: Uint8Array, text: string, before = bytes.length): number => {
  const first = text.charCodeAt(0);
  let at = before > 0 ? bytes.lastIndexOf(first, before - 1) : -1;
  while (at >= 0 && !startsWith(bytes, text, at)) at = at > 0 ? bytes.lastIndexOf(first, at - 1) : -1;
  return at;
};

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

// An honest picture has hundreds of parts; without a bound, a hostile one could make millions of objects.
const MAX_PIECES = 50_000;

/** Collects the parts of a file that stay. Neighbours are merged, so that memory follows the holes, not the parts. */
export const createPieces = () => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const add = (piece: Uint8Array): void => {
    const last = pieces.at(-1);
    length += piece.length;
    if (last?.buffer === piece.buffer && last.byteOffset + last.length === piece.byteOffset) {
      pieces[pieces.length - 1] = new Uint8Array(last.buffer, last.byteOffset, last.length + piece.length);
      return;
    }
    if (pieces.push(piece) > MAX_PIECES) throw broken();
  };
  const join = (): Uint8Array => {
    const whole = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  };
  return { add, join, length: () => length };
};
