/** Base45 (RFC 9285): two bytes become three characters that a QR code stores in its compact alphanumeric mode. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Writes `length` characters of the number, the least significant first, as the RFC has it. */
function digits(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 45)) text += ALPHABET[rest % 45];
  return text;
}

export function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const [first = 0, second] = bytes.subarray(at, at + 2);
    text += second === undefined ? digits(first, 2) : digits(first * 256 + second, 3);
  }
  return text;
}

/** The number that two or three characters stand for, or null for a foreign character. */
function number(text: string): number | null {
  let value = 0;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const digit = ALPHABET.indexOf(text.charAt(at));
    if (digit < 0) return null;
    value = value * 45 + digit;
  }
  return value;
}

/** Gives the bytes back, or null when the text is not what `encodeBase45` writes (RFC 9285 §4 and §6). */
export function decodeBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const part = text.slice(at, at + 3);
    const value = number(part);
    if (value === null || value > (part.length === 3 ? 0xffff : 0xff)) return null;
    if (part.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}
