import { broken } from '../intake/bytes.js';
import { type Effort, spend } from './effort.js';
import { NOTHING, type PdfValue, readName } from './values.js';

/** Deeper than any file that means well. */
const MOST_DEEP = 100;
/** What one more value takes of memory. */
const OF_A_VALUE = 32;

const SPACE = /(?:[\0\t\n\f\r ]+|%[^\r\n]*)*/y;
const REF = /(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const NAME = /\/[^\0\t\n\f\r ()<>[\]{}/%]*/y;
const HEX = /<[0-9A-Fa-f\0\t\n\f\r ]*>/y;
const WORD = /[^\0\t\n\f\r ()<>[\]{}/%]+/y;

/** Reads values out of a text of which each sign is a byte. */
export interface Reader {
  /** Where the next value is looked for. */
  at: number;
  readonly text: string;
  readonly effort: Effort;
}

const taken = (reader: Reader, pattern: RegExp): RegExpExecArray | null => {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (!found) return null;
  spend(reader.effort, pattern.lastIndex - reader.at);
  reader.at = pattern.lastIndex;
  return found;
};

const skipSpace = (reader: Reader): void => void taken(reader, SPACE);

/** Whether `word` stands here; then it is behind. */
export const takes = (reader: Reader, word: string): boolean => {
  skipSpace(reader);
  const is = reader.text.startsWith(word, reader.at);
  if (is) reader.at += word.length;
  return is;
};

/** A string in brackets, as it stands: brackets within it come in pairs or behind a backslash. */
const readString = (reader: Reader): PdfValue => {
  const start = reader.at;
  let open = 0;
  for (let at = start; at < reader.text.length; at++) {
    const sign = reader.text[at];
    if (sign === '\\') at += 1;
    else if (sign === '(') open += 1;
    else if (sign === ')') open -= 1;
    if (open === 0) {
      spend(reader.effort, at - start);
      reader.at = at + 1;
      return { raw: reader.text.slice(start, reader.at) };
    }
  }
  spend(reader.effort, reader.text.length - start);
  throw broken();
};

const readDictionary = (reader: Reader, depth: number): PdfValue => {
  const found = new Map<string, PdfValue>();
  while (!takes(reader, '>>')) {
    const key = taken(reader, NAME);
    if (!key) throw broken();
    found.set(readName(key[0].slice(1)), readValue(reader, depth));
  }
  return found;
};

const readList = (reader: Reader, depth: number): PdfValue => {
  const found: PdfValue[] = [];
  while (!takes(reader, ']')) found.push(readValue(reader, depth));
  return found;
};

/** The value that begins here. Throws `broken_file` where none does. */
export const readValue = (reader: Reader, depth = 0): PdfValue => {
  if (depth > MOST_DEEP) throw broken();
  spend(reader.effort, OF_A_VALUE);
  if (takes(reader, '<<')) return readDictionary(reader, depth + 1);
  if (takes(reader, '[')) return readList(reader, depth + 1);
  if (reader.text[reader.at] === '(') return readString(reader);
  const ref = taken(reader, REF);
  if (ref) return { ref: Number(ref[1]) };
  const atom = taken(reader, NAME) ?? taken(reader, HEX) ?? taken(reader, WORD);
  if (!atom || /^(endobj|endstream|obj|stream|xref|trailer)$/.test(atom[0])) throw broken();
  return atom[0] === 'null' ? NOTHING : { raw: atom[0] };
};
