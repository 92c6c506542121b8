import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import type { Line } from '../../client/card/drawing.js';

/**
 * Atkinson Hyperlegible (OFL), drawn by the Braille Institute so that 0 and O, 1, I and l are never mixed up.
 * It travels with the program: the card looks the same on a machine without any font.
 */
const PACKAGE = '@fontsource/atkinson-hyperlegible';
const STYLES = ['latin-400', 'latin-ext-400', 'latin-700', 'latin-ext-700'] as const;
export type FontName = (typeof STYLES)[number];

export interface CardFont {
  readonly name: FontName;
  readonly file: Buffer;
  readonly font: Font;
}

/** A piece of a line in one font, `x` millimetres from the left of the page. */
export interface Piece {
  readonly font: CardFont;
  readonly text: string;
  readonly x: number;
}

/** A line as it is set: its size after fitting, its pieces from left to right. */
export interface SetLine {
  readonly size: number;
  readonly pieces: readonly Piece[];
}

function load(name: FontName): CardFont {
  const path = createRequire(import.meta.url).resolve(
    `${PACKAGE}/files/atkinson-hyperlegible-${name}-normal.woff`,
  );
  const file = readFileSync(path);
  return { name, file, font: create(file) };
}

const loaded = new Map<FontName, CardFont>();

function cardFont(name: FontName): CardFont {
  const font = loaded.get(name) ?? load(name);
  loaded.set(name, font);
  return font;
}

const fontsOf = (bold: boolean): CardFont[] =>
  STYLES.filter((name) => name.endsWith('-700') === bold).map((name) => cardFont(name));

/** Cuts a text where the font has to change (Łukasz: two fonts); null when a letter is in none of them. */
function pieces(text: string, fonts: readonly CardFont[]): { font: CardFont; text: string }[] | null {
  const found: { font: CardFont; text: string }[] = [];
  for (const letter of text) {
    const font = fonts.find((one) => one.font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0));
    if (font === undefined) return null;
    const last = found.at(-1);
    if (last?.font === font) last.text += letter;
    else found.push({ font, text: letter });
  }
  return found;
}

/** The share of a line that stands left of its point. */
const BEFORE = { left: 0, center: 0.5, right: 1 } as const;

const ems = ({ font, text }: { font: CardFont; text: string }): number =>
  font.font.layout(text).advanceWidth / font.font.unitsPerEm;

/** Sets one line: fitted to its width, aligned. Null when the fonts lack a letter of it: then nothing is printed. */
export function setLine(line: Line): SetLine | null {
  const cut = pieces(line.text, fontsOf(line.bold));
  if (cut === null) return null;
  const widths = cut.map(ems);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const size = total === 0 ? line.size : Math.min(line.size, line.width / total);
  let x = line.x - total * size * BEFORE[line.align];
  const set = cut.map((piece, at) => {
    const here = { font: piece.font, text: piece.text, x };
    x += (widths[at] ?? 0) * size;
    return here;
  });
  return { size, pieces: set };
}
