import { fromLatin1 } from '../intake/bytes.js';

/** A number, a name, a string or a keyword, as it is written: what it means is asked for where that counts. */
export interface PdfAtom {
  readonly raw: string;
}

export interface PdfRef {
  readonly ref: number;
}

/** Keys without their slash. */
export type PdfDictionary = ReadonlyMap<string, PdfValue>;

/** A dictionary with bytes, which stay as they are. */
export interface PdfStream {
  readonly dictionary: PdfDictionary;
  readonly bytes: Uint8Array;
}

/** What a PDF consists of (ISO 32000-1, 7.3). */
export type PdfValue = PdfAtom | PdfRef | PdfDictionary | PdfStream | readonly PdfValue[];

export const NOTHING: PdfAtom = { raw: 'null' };

export const isList = (value: PdfValue): value is readonly PdfValue[] => Array.isArray(value);
export const isDictionary = (value: PdfValue): value is PdfDictionary => value instanceof Map;
export const isRef = (value: PdfValue): value is PdfRef => 'ref' in value;
export const isStream = (value: PdfValue): value is PdfStream => 'bytes' in value;
export const isAtom = (value: PdfValue): value is PdfAtom => 'raw' in value;

/** A name without its slash, its #xx read; undefined for anything else. */
export const nameOf = (value: PdfValue | undefined): string | undefined => {
  if (!value || !isAtom(value) || !value.raw.startsWith('/')) return undefined;
  return readName(value.raw.slice(1));
};

export const readName = (raw: string): string =>
  raw.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** NaN for what is no number. */
export const numberOf = (value: PdfValue | undefined): number =>
  value && isAtom(value) ? Number(value.raw) : Number.NaN;

const writeName = (name: string): string =>
  `/${name.replace(
    // what can't stand in a name by itself, and # itself
    /[^!-~]|[#()<>[\]{}/%]/g,
    (sign) => `#${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )}`;

const writeDictionary = (dictionary: PdfDictionary, write: (value: PdfValue) => string): string =>
  [...dictionary].map(([key, value]) => `${writeName(key)} ${write(value)}`).join(' ');

/** As it is written in a file; a stream can only be an object by itself. */
export const written = (value: PdfValue): string => {
  if (isList(value)) return `[${value.map(written).join(' ')}]`;
  if (isDictionary(value)) return `<< ${writeDictionary(value, written)} >>`;
  if (isRef(value)) return `${value.ref} 0 R`;
  return isAtom(value) ? value.raw : NOTHING.raw;
};

/** What goes into a file as one object, piece by piece. */
export const writtenObject = (value: PdfValue): Uint8Array[] => {
  if (!isStream(value)) return [fromLatin1(`${written(value)}\n`)];
  const length = ['Length', { raw: String(value.bytes.length) }] as const;
  const dictionary = new Map([...value.dictionary, length]);
  return [fromLatin1(`${written(dictionary)}\nstream\n`), value.bytes, fromLatin1('\nendstream\n')];
};
