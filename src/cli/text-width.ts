const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/u;

const signs = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);
const widthOf = (sign: string): number => (WIDE.test(sign) ? 2 : 1);

// eslint-disable-next-line no-control-regex -- control characters are what it is about
const COLOURS = /\u001b\[\d+m/g;

/** Columns that a text takes in a terminal: letters as people count them; Chinese, Japanese, Korean signs and emoji take two. */
export const textWidth = (text: string): number =>
  signs(text.replace(COLOURS, '')).reduce((sum, sign) => sum + widthOf(sign), 0);

/** The text in at most `width` columns, with an ellipsis where something is missing. */
export const clip = (text: string, width: number): string => {
  if (textWidth(text) <= width) return text;
  let out = '';
  let left = width - 1;
  for (const sign of signs(text)) {
    left -= widthOf(sign);
    if (left < 0) break;
    out += sign;
  }
  return `${out.trimEnd()}…`;
};

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - textWidth(text)));
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - textWidth(text))) + text;

/** Where a broken line goes on: under its text, be that in a second column or behind some spaces. */
const hangingOf = (line: string): string => {
  const plain = line.replace(COLOURS, '');
  const column = /^ *\S.*? {2,}(?=\S)/.exec(plain)?.[0] ?? /^ *(?:[•✓✗=!] )?/.exec(plain)?.[0] ?? '';
  return ' '.repeat(textWidth(column));
};

const wrapLine = (line: string, width: number): string[] => {
  if (textWidth(line) <= width) return [line];
  const hanging = hangingOf(line);
  const out: string[] = [];
  let current = '';
  for (const [at, word] of line.split(' ').entries()) {
    const joined = at === 0 ? word : `${current} ${word}`;
    if (at > 0 && textWidth(joined) > width && current.trim() !== '') {
      out.push(current);
      current = hanging + word;
    } else current = joined;
  }
  return [...out, current];
};

/** Breaks lines between words, where they are too long. */
export const wrap = (text: string, width: number): string =>
  text
    .split('\n')
    .flatMap((line) => wrapLine(line, width))
    .join('\n');
