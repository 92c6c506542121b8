import { wordlist } from '@scure/bip39/wordlists/french.js';

/** The first 88 bits of a fingerprint as 8 words of 11 bits (BIP 39's French list, no two words alike in 4 letters). */
export const fingerprintWords = (fp: Uint8Array): readonly string[] => {
  let bits = 0n;
  for (const byte of fp.subarray(0, 11)) bits = (bits << 8n) | BigInt(byte);
  return Array.from(
    { length: 8 },
    (_, i) => wordlist[Number((bits >> BigInt(77 - 11 * i)) & 2047n)] as string,
  );
};
