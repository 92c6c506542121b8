import { broken, latin1 } from '../intake/bytes.js';
import { pdfHeaderAt } from '../intake/sniff.js';
import { type Effort, effortFor, spend } from './effort.js';
import { unpacked } from './inflate.js';
import { type Reader, readValue, takes } from './read-values.js';
import {
  isDictionary,
  isRef,
  isStream,
  NOTHING,
  numberOf,
  type PdfDictionary,
  type PdfStream,
  type PdfValue,
} from './values.js';

/** Where an object is: at a byte of the file, or at a place in a list of objects. */
type Place = { readonly at: number } | { readonly list: number; readonly index: number };

/** A PDF, its objects read when they are asked for. */
export interface PdfFile {
  readonly root: PdfDictionary;
  /** What a reference stands for; anything else as it is. */
  resolve(value: PdfValue | undefined): PdfValue;
}

const MOST_OBJECTS = 500_000;
const MOST_HOPS = 32;
/** What it takes to look something up: a list of pages can name the same page for ever. */
const OF_A_LOOK = 64;
/** A row of a table, or a number in a list. */
const OF_A_ROW = 32;

interface Contents {
  readonly places: Map<number, Place>;
  readonly trailer: Map<string, PdfValue>;
}

/** The first that is said holds: tables are read from the newest to the oldest. */
const addTrailer = (contents: Contents, dictionary: PdfDictionary): void => {
  for (const [key, value] of dictionary) {
    if (!contents.trailer.has(key)) contents.trailer.set(key, value);
  }
};

const addPlace = ({ places }: Contents, number: number, place: Place | null): void => {
  if (places.size > MOST_OBJECTS) throw broken();
  // a free one hides what older tables say of it
  if (!places.has(number)) places.set(number, place ?? { at: -1 });
};

const readTable = (reader: Reader, contents: Contents): PdfDictionary => {
  const section = /\s*(\d{1,10})\s+(\d{1,10})\s*/y;
  const row = /\s*(\d{1,10})\s+(\d{1,10})\s+([nf])/y;
  while (!takes(reader, 'trailer')) {
    section.lastIndex = reader.at;
    const head = section.exec(reader.text);
    if (!head) throw broken();
    row.lastIndex = section.lastIndex;
    for (let i = 0; i < Number(head[2]); i++) {
      const found = row.exec(reader.text);
      if (!found) throw broken();
      addPlace(contents, Number(head[1]) + i, found[3] === 'n' ? { at: Number(found[1]) } : null);
    }
    reader.at = Math.max(section.lastIndex, row.lastIndex);
  }
  const trailer = readValue(reader);
  if (!isDictionary(trailer)) throw broken();
  return trailer;
};

const readTableStream = (stream: PdfStream, contents: Contents, effort: Effort): PdfDictionary => {
  const { dictionary } = stream;
  const data = unpacked(stream, effort);
  const numbers = (key: string): number[] => {
    const value = dictionary.get(key);
    return Array.isArray(value) ? value.map(numberOf) : [];
  };
  const widths = numbers('W');
  const [one = 0, two = 0, three = 0] = widths;
  const width = one + two + three;
  if (widths.length !== 3 || !(width > 0 && width < 32)) throw broken();
  const sections = dictionary.has('Index') ? numbers('Index') : [0, numberOf(dictionary.get('Size'))];
  const field = (at: number, size: number): number =>
    data.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0);
  let at = 0;
  for (let i = 0; i + 1 < sections.length; i += 2) {
    for (let n = 0; n < (sections[i + 1] ?? 0) && at + width <= data.length; n++, at += width) {
      spend(effort, width + OF_A_ROW);
      const kind = one === 0 ? 1 : field(at, one);
      const [second, third] = [field(at + one, two), field(at + one + two, three)];
      const inList = kind === 2 ? { list: second, index: third } : null;
      addPlace(contents, (sections[i] ?? 0) + n, kind === 1 ? { at: second } : inList);
    }
  }
  return dictionary;
};

interface Source {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly effort: Effort;
}

/** The object that begins at a place; `length` tells a stream's, where another object says it. */
const readObject = (
  { bytes, text, effort }: Source,
  at: number,
  length: (value: PdfValue | undefined) => number,
): { readonly number: number; readonly value: PdfValue } => {
  const reader: Reader = { text, at, effort };
  const head = /\s*(\d{1,10})\s+\d{1,10}\s+obj/y;
  head.lastIndex = at;
  const number = head.exec(text)?.[1];
  if (number === undefined) throw broken();
  reader.at = head.lastIndex;
  const value = readValue(reader);
  if (!isDictionary(value) || !takes(reader, 'stream')) return { number: Number(number), value };
  const start = reader.at + (/\r?\n|\r/y.exec(text.slice(reader.at, reader.at + 2))?.[0].length ?? 0);
  const said = start + length(value.get('Length'));
  const isTrue = said >= start && takes({ ...reader, at: said }, 'endstream');
  const end = isTrue ? said : text.indexOf('endstream', start);
  spend(effort, (end < 0 ? text.length : end) - start);
  if (end < 0) throw broken();
  const dictionary = new Map([...value].filter(([key]) => key !== 'Length'));
  return { number: Number(number), value: { dictionary, bytes: bytes.subarray(start, end) } };
};

/** Follows the tables from the end of the file to the oldest. */
const readContents = (source: Source): Contents => {
  const contents: Contents = { places: new Map(), trailer: new Map() };
  const end = /startxref\s+(\d{1,15})\s*(?:%%EOF\s*)?$/.exec(source.text.slice(-2048))?.[1];
  const ahead = [Number(end ?? Number.NaN)];
  const seen = new Set<number>();
  for (let at = ahead.shift(); at !== undefined; at = ahead.shift()) {
    if (seen.has(at) || !(at >= 0 && at < source.text.length)) throw broken();
    seen.add(at);
    const reader: Reader = { text: source.text, at, effort: source.effort };
    let said: PdfDictionary;
    if (takes(reader, 'xref')) said = readTable(reader, contents);
    else {
      const { value } = readObject(source, at, numberOf);
      if (!isStream(value)) throw broken();
      said = readTableStream(value, contents, source.effort);
    }
    addTrailer(contents, said);
    for (const key of ['XRefStm', 'Prev']) if (said.has(key)) ahead.push(numberOf(said.get(key)));
  }
  return contents;
};

/** Where the tables are wrong, as after a careless program: every object that stands in the file, the last of each. */
const searchContents = (source: Source): Contents => {
  const { text, effort } = source;
  const contents: Contents = { places: new Map(), trailer: new Map() };
  for (const match of text.matchAll(/(?:^|[\s>])(\d{1,10})\s+\d{1,5}\s+obj\b/g)) {
    if (contents.places.size > MOST_OBJECTS) throw broken();
    contents.places.set(Number(match[1]), { at: match.index + match[0].search(/\d/) });
  }
  for (const place of Array.from(contents.places.values())) {
    try {
      const { number, value } = readObject(source, 'at' in place ? place.at : -1, numberOf);
      const dictionary = isStream(value) ? value.dictionary : value;
      if (!isDictionary(dictionary)) continue;
      const type = dictionary.get('Type');
      if (type && 'raw' in type && type.raw === '/Catalog') contents.trailer.set('Root', { ref: number });
      if (type && 'raw' in type && type.raw === '/XRef') addTrailer(contents, dictionary);
      if (isStream(value) && type && 'raw' in type && type.raw === '/ObjStm') {
        for (const [index, inside] of numbersIn(value, effort).entries())
          addPlace(contents, inside, { list: number, index });
      }
    } catch {
      // what can't be read is not there
    }
  }
  for (const match of text.matchAll(/\btrailer\s*(?=<<)/g)) {
    const trailer = readValue({ text, at: match.index + match[0].length, effort });
    if (isDictionary(trailer)) addTrailer(contents, trailer);
  }
  return contents;
};

/** The numbers of the objects in a list, which stand at its beginning with their places (7.5.7). */
const pairsIn = (list: PdfStream, effort: Effort): { readonly text: string; readonly pairs: number[] } => {
  const data = unpacked(list, effort);
  const text = latin1(data, 0, data.length);
  const head = text.slice(0, numberOf(list.dictionary.get('First')));
  const pairs: number[] = [];
  for (const [digits] of head.matchAll(/\d+/g)) {
    spend(effort, OF_A_ROW);
    pairs.push(Number(digits));
  }
  return { text, pairs };
};

const numbersIn = (list: PdfStream, effort: Effort): number[] =>
  pairsIn(list, effort).pairs.filter((_, i) => i % 2 === 0);

const openWith = (source: Source, { places, trailer }: Contents): PdfFile => {
  if (trailer.has('Encrypt')) throw broken();
  const known = new Map<number, PdfValue>();
  const lists = new Map<
    number,
    { readonly text: string; readonly pairs: number[]; readonly first: number }
  >();
  const inList = (number: number, index: number): PdfValue => {
    const list = lists.get(number) ?? openList(number);
    const offset = list.pairs[index * 2 + 1];
    if (offset === undefined) throw broken();
    return readValue({ text: list.text, at: list.first + offset, effort: source.effort });
  };
  const openList = (number: number) => {
    const place = places.get(number);
    if (!place || !('at' in place)) throw broken();
    const { value } = readObject(source, place.at, length);
    if (!isStream(value)) throw broken();
    const opened = { ...pairsIn(value, source.effort), first: numberOf(value.dictionary.get('First')) };
    lists.set(number, opened);
    return opened;
  };
  const read = (number: number): PdfValue => {
    const place = places.get(number);
    if (!place || ('at' in place && place.at < 0)) return NOTHING;
    if ('list' in place) return inList(place.list, place.index);
    const object = readObject(source, place.at, length);
    if (object.number !== number) throw broken();
    return object.value;
  };
  const resolve = (value: PdfValue | undefined): PdfValue => {
    spend(source.effort, OF_A_LOOK);
    let found = value ?? NOTHING;
    for (let hops = 0; isRef(found); hops++) {
      if (hops === MOST_HOPS) throw broken();
      const inside: PdfValue = known.get(found.ref) ?? read(found.ref);
      known.set(found.ref, inside);
      found = inside;
    }
    return found;
  };
  const length = (value: PdfValue | undefined): number => numberOf(resolve(value));
  const root = resolve(trailer.get('Root'));
  if (!isDictionary(root) || !isDictionary(resolve(root.get('Pages')))) throw broken();
  return { root, resolve };
};

/**
 * Opens a PDF to take its pages. Where its tables are wrong its objects are searched for, as viewers do. Throws `broken_file` for one that is
 * locked or can't be read.
 */
export const openPdf = (bytes: Uint8Array): PdfFile => {
  const whole = bytes.subarray(Math.max(0, pdfHeaderAt(bytes)));
  const source = { bytes: whole, text: latin1(whole, 0, whole.length), effort: effortFor(whole.length) };
  try {
    return openWith(source, readContents(source));
  } catch {
    return openWith(source, searchContents(source));
  }
};
