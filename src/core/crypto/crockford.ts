/** Base32 after Douglas Crockford: no I, L, O or U, so that what is read from paper is typed right. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Writes 5 bits per symbol; the last symbol is filled up with zero bits. */
export function encodeCrockford(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += ALPHABET.charAt((held >> (bits - 5)) & 31);
  }
  return bits === 0 ? text : text + ALPHABET.charAt((held << (5 - bits)) & 31);
}

/** What people type for what is printed: lower case, O for 0, I or L for 1, with spaces and any dash between groups. */
function asPrinted(text: string): string {
  return text
    .replace(/[\s\u00ad\u2010-\u2015\u2212-]/g, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
}

/** Gives the bytes back, or null for a foreign symbol, a length no bytes have, or leftover bits that are not zero. */
export function decodeCrockford(typed: string): Uint8Array | null {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const symbol of asPrinted(typed)) {
    const value = ALPHABET.indexOf(symbol);
    if (value < 0) return null;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  const unused = held & ((1 << bits) - 1);
  return bits < 5 && unused === 0 ? Uint8Array.from(bytes) : null;
}
