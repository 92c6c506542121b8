import { wordlist } from '@scure/bip39/wordlists/french.js';
import { SafeError } from '../errors.js';

const COUNT = 8;
const BYTES = 11;

/** The first 88 bits of a fingerprint as 8 words of 11 bits (BIP 39's French list, no two words alike in 4 letters). */
export const fingerprintWords = (fp: Uint8Array): readonly string[] => {
  let bits = 0n;
  for (const byte of fp.subarray(0, BYTES)) bits = (bits << 8n) | BigInt(byte);
  return Array.from(
    { length: COUNT },
    (_, i) => wordlist[Number((bits >> BigInt(77 - 11 * i)) & 2047n)] as string,
  );
};

/** As people type: without accents, in any case. */
const unaccented = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

const places = new Map(wordlist.map((word, i) => [unaccented(word), i]));

/**
 * The 11 bytes of 8 words as somebody typed them, accents and case free; `bad_hand` for anything else.
 */
export const bytesOfWords = (typed: string): Uint8Array => {
  const words = typed.trim().split(/[\s,;]+/);
  if (words.length !== COUNT) throw new SafeError('bad_hand');
  let bits = 0n;
  for (const word of words) {
    const place = places.get(unaccented(word));
    if (place === undefined) throw new SafeError('bad_hand');
    bits = (bits << 11n) | BigInt(place);
  }
  return Uint8Array.from({ length: BYTES }, (_, i) => Number((bits >> BigInt(80 - 8 * i)) & 255n));
};
