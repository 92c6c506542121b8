import { Unzlib } from 'fflate';
import { find, findLast, latin1, startsWith } from './bytes.js';

// Bounds, so that a small file can't be made to fill the memory or to keep a phone busy.
const INFLATE_STEP = 4096;
const MAX_INFLATED = 4 * 1024 * 1024;
const MAX_INFLATED_TOTAL = 32 * 1024 * 1024;
const MAX_STREAMS = 500;
const MAX_DICTIONARY = 65_536;
const MAX_PAGES = 100_000;

/** A compressed container of objects (ISO 32000-1, 7.5.7), opened. `first` is where its first object begins. */
type ObjectStream = { readonly at: number; readonly text: string; readonly first: number };

/** What a person may want to know of a PDF without opening it in a viewer. */
export type PdfFacts = { readonly pages: number | undefined; readonly script: boolean };

/** Inflates at most `MAX_INFLATED` bytes; undefined when the data is not zlib's or grows past that. */
const inflate = (data: Uint8Array): string | undefined => {
  let text = '';
  const unzip = new Unzlib((chunk) => {
    text += latin1(chunk, 0, chunk.length);
  });
  try {
    for (let at = 0; at < data.length && text.length <= MAX_INFLATED; at += INFLATE_STEP) {
      unzip.push(data.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= data.length);
    }
  } catch {
    return undefined; // encrypted or damaged: what is inside stays unknown
  }
  return text.length <= MAX_INFLATED ? text : undefined;
};

const openStream = (bytes: Uint8Array, at: number): ObjectStream | undefined => {
  const keyword = find(bytes.subarray(0, at + MAX_DICTIONARY), 'stream', at);
  const end = keyword < 0 ? -1 : find(bytes.subarray(0, keyword + MAX_INFLATED), 'endstream', keyword);
  if (end < 0) return undefined;
  const before = latin1(bytes, at - 512, at);
  const dictionary = before.slice(before.lastIndexOf(' obj') + 1) + latin1(bytes, at, keyword);
  const first = Number(/\/First\s+(\d{1,8})/.exec(dictionary)?.[1] ?? Number.NaN);
  const start = keyword + (startsWith(bytes, '\r\n', keyword + 6) ? 8 : 7);
  const text = Number.isNaN(first) ? undefined : inflate(bytes.subarray(start, end));
  return text === undefined ? undefined : { at, text, first };
};

const openStreams = (bytes: Uint8Array): ObjectStream[] => {
  const streams: ObjectStream[] = [];
  let total = 0;
  let at = find(bytes, '/ObjStm');
  for (let i = 0; at >= 0 && i < MAX_STREAMS && total < MAX_INFLATED_TOTAL; i++) {
    const stream = openStream(bytes, at);
    total += stream?.text.length ?? MAX_INFLATED;
    if (stream) streams.push(stream);
    at = find(bytes, '/ObjStm', at + 1);
  }
  return streams;
};

/** An object stream begins with pairs of numbers: which object begins where. */
const objectIn = ({ text, first }: ObjectStream, number: string): string | undefined => {
  const index = text.slice(0, first).trim().split(/\s+/);
  for (let i = 0; i + 1 < index.length; i += 2) {
    if (index[i] !== number) continue;
    const from = first + Number(index[i + 1]);
    return text.slice(from, from + MAX_DICTIONARY);
  }
  return undefined;
};

/** The last definition of an object: a PDF is changed by appending. */
const objectText = (bytes: Uint8Array, streams: ObjectStream[], number: string): string | undefined => {
  const needle = `${number} 0 obj`;
  let at = findLast(bytes, needle);
  while (at > 0 && /\d/.test(latin1(bytes, at - 1, at))) at = findLast(bytes, needle, at);
  const packed = streams.findLast((stream) => stream.at > at && objectIn(stream, number) !== undefined);
  if (packed) return objectIn(packed, number);
  if (at < 0) return undefined;
  const text = latin1(bytes, at, at + MAX_DICTIONARY);
  const end = text.indexOf('endobj');
  return end < 0 ? text : text.slice(0, end);
};

/** The number of the object that holds the page tree, by the last catalogue. */
const pageTree = (bytes: Uint8Array, streams: ObjectStream[]): string | undefined => {
  const at = findLast(bytes, '/Catalog');
  const packed = streams.findLast((stream) => stream.at > at && stream.text.includes('/Catalog'));
  const middle = packed ? packed.text.lastIndexOf('/Catalog') : at;
  if (middle < 0) return undefined;
  const from = Math.max(0, middle - 8192);
  const text = packed ? packed.text.slice(from, middle + 8192) : latin1(bytes, from, middle + 8192);
  const begin = text.lastIndexOf(packed ? '<</' : ' obj', middle - from);
  return /\/Pages\s+(\d{1,10})\s+0\s+R/.exec(text.slice(Math.max(0, begin)))?.[1];
};

const countPages = (bytes: Uint8Array, streams: ObjectStream[]): number | undefined => {
  const number = pageTree(bytes, streams);
  const tree = number === undefined ? undefined : objectText(bytes, streams, number);
  const count = Number(/\/Count\s+(\d{1,6})\b/.exec(tree ?? '')?.[1] ?? 0);
  return count >= 1 && count <= MAX_PAGES ? count : undefined;
};

const HASH = 0x23;

/** Whether the name `word` stands at `at`; letters may be written as #xx (ISO 32000-1, 7.3.5), which is how scripts hide. */
const isName = (bytes: Uint8Array, at: number, word: string): boolean => {
  let place = at;
  for (let i = 0; i < word.length; i++) {
    const coded = bytes[place] === HASH;
    const code = coded ? Number.parseInt(latin1(bytes, place + 1, place + 3), 16) : bytes[place];
    if (code !== word.charCodeAt(i)) return false;
    place += coded ? 3 : 1;
  }
  return !/[A-Za-z0-9]/.test(latin1(bytes, place, place + 1));
};

const namesScript = (bytes: Uint8Array): boolean => {
  for (let at = bytes.indexOf(0x2f); at >= 0; at = bytes.indexOf(0x2f, at + 1)) {
    if (isName(bytes, at + 1, 'JavaScript') || isName(bytes, at + 1, 'Launch')) return true;
  }
  return false;
};

/**
 * Reads what a PDF says of its pages (undefined when it is locked, damaged or cut out) and whether it names a script or the
 * start of a program: a note for the person, not a shield, as much can hide in what is encrypted. It never throws.
 */
export const readPdfFacts = (bytes: Uint8Array): PdfFacts => {
  const streams = openStreams(bytes);
  const script = namesScript(bytes) || streams.some(({ text }) => /\/(JavaScript|Launch)\b/.test(text));
  return { pages: countPages(bytes, streams), script };
};
