/** Letters that no decomposition parts from their strokes (Unicode keeps them whole), as people type them without. */
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

/** Letters that are typed one for the other in Arabic, and those of Persian and Pashto keyboards that look like them. */
const ALIKE: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ئ: 'ي',
  ی: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ۀ: 'ه',
  ک: 'ك',
};

/** Both rows of digits begin at a multiple of 16. Papers bear one kind, keyboards give another. */
const asDigit = (digit: string): string => String(digit.charCodeAt(0) & 15);

/**
 * Text as it is compared when something is looked for: small letters without accents and vowel signs, letters and digits that
 * are typed one for the other as one, and a space for whatever stands between words.
 */
export const folded = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[أإآٱىئیؤةۀک]/g, (letter) => ALIKE[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[œæßøłđðþı]/g, (letter) => WHOLE[letter] ?? letter)
    .replace(/[٠-٩۰-۹]/g, asDigit)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether each of the words that were typed begins a word of a text, in whatever order; so it is if none was. */
export const isFound = (text: string, typed: string): boolean => {
  const words = folded(text).split(' ');
  return folded(typed)
    .split(' ')
    .every((part) => words.some((word) => word.startsWith(part)));
};

/** Folded; signs alone stay what they are, since they may be all that a name has. */
const compared = (text: string): string => folded(text) || text.trim();

/** Whether two names are the same but for what is folded. */
export const isSameName = (one: string, other: string): boolean => compared(one) === compared(other);

/** Whether a part of a name was typed, from its middle too. Nothing is no part. */
export const isPartOf = (name: string, typed: string): boolean =>
  compared(typed) !== '' && (folded(name).includes(compared(typed)) || isSameName(name, typed));
