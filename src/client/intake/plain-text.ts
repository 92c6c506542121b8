/**
 * Characters that show nothing, or make others show something else, in names given by others. Honest scripts are untouched:
 * joiners stay where writing needs them (Persian, Indic scripts, emoji families).
 */

/** Turn the reading direction (UAX #9): they make "factureexe.pdf" out of a program. */
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Zero-width and filler characters, soft hyphens, byte-order marks, invisible operators, tags. */
const INVISIBLE = new RegExp(
  String.raw`[\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180E\u200B\u2060-\u2065\u206A-\u206F\u3164\uFEFF\uFFA0` +
    String.raw`\uFFF9-\uFFFB\u{E0000}-\u{E007F}]`,
  'gu',
);

const LONE_SURROGATE = /\p{Surrogate}/gu;
const CONTROL = /\p{Control}/gu;
const JOINERS = /[\u200C\u200D]+/gu;
// Alternatives, not classes: the engine of Node 26.10 finds no character beyond U+FFFF by a class before the end of a text.
const JOINABLE_END = /(?:\p{L}|\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier})$/u;
const NEVER_JOINED_END = /(?:\p{Script=Latin}|\p{Script=Greek}|\p{Script=Cyrillic}|\p{Script=Han})$/u;
const JOINABLE_START = /^(?:\p{L}|\p{M}|\p{Extended_Pictographic})/u;

/** A joiner stays between letters of a script that joins, or between emoji. (No lookbehind: older iPhones can't.) */
const withoutIdleJoiners = (text: string): string =>
  text.replace(JOINERS, (run, offset: number) => {
    const before = text.slice(Math.max(0, offset - 2), offset);
    const after = text.slice(offset + run.length, offset + run.length + 2);
    const joins = JOINABLE_END.test(before) && !NEVER_JOINED_END.test(before) && JOINABLE_START.test(after);
    return joins ? run : '';
  });

const MARK = String.raw`[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]`;

/** Marks of no script of their own, stacked until they cover the lines around. Three are more than any language stacks. */
const STACKED = new RegExp(`(${MARK}{3})${MARK}+`, 'gu');

const visible = (text: string): string =>
  text.replace(LONE_SURROGATE, '\uFFFD').replace(BIDI, '').replace(INVISIBLE, '');

/** One line of visible text in composed form (NFC); spaces are collapsed, lone surrogates become U+FFFD. */
export const plainLine = (text: string): string =>
  withoutIdleJoiners(visible(text.replace(CONTROL, ' ')))
    .normalize('NFC')
    .replace(STACKED, '$1')
    .replace(/\s+/gu, ' ')
    .trim();

/**
 * A text that others wrote, fit to be printed in a terminal: control sequences and line breaks show as U+FFFD and do nothing,
 * reading direction is not turned, nothing is invisible.
 */
export const displayText = (text: string): string =>
  withoutIdleJoiners(visible(text.replace(/[\p{Control}\u2028\u2029]/gu, '\uFFFD')));

/** Bytes of a text in UTF-8. */
export const utf8Length = (text: string): number => {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
};

/** User-perceived characters (UAX #29); older browsers without Intl.Segmenter get base characters with their marks. */
const graphemes = (text: string): Iterable<string> => {
  const Segmenter = (Intl as { Segmenter?: typeof Intl.Segmenter }).Segmenter;
  if (!Segmenter) return text.match(/\P{M}(?:\p{M}|\u200D\P{M})*/gu) ?? [];
  return Array.from(
    new Segmenter('und', { granularity: 'grapheme' }).segment(text),
    ({ segment }) => segment,
  );
};

/** The longest beginning of `text` within both limits that breaks no character. */
export const shorten = (text: string, maxCharacters: number, maxBytes: number): string => {
  let result = '';
  let characters = 0;
  let bytes = 0;
  for (const grapheme of graphemes(text)) {
    characters += 1;
    bytes += utf8Length(grapheme);
    if (characters > maxCharacters || bytes > maxBytes) break;
    result += grapheme;
  }
  return result;
};
