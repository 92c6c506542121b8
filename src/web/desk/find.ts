/** Letters that no decomposition parts from their strokes (Unicode keeps them whole). */
const WHOLE: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/** A name as it is looked for: without accents and vowel signs, capitals, or what stands between words. */
export const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[œæßøłđðþı]/g, (sign) => WHOLE[sign] ?? sign)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether a text holds each of the words that were typed, in whatever order, or their beginnings. */
export const isFound = (text: string, wanted: string): boolean => {
  const words = folded(text).split(' ');
  return folded(wanted)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)));
};
