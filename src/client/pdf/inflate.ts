import { Unzlib } from 'fflate';
import { concat } from '../../core/bytes.js';
import { broken } from '../intake/bytes.js';
import { type Effort, spend } from './effort.js';
import { isDictionary, isList, nameOf, numberOf, type PdfStream, type PdfValue } from './values.js';

/** Lists of objects are small; more is a trap. */
const MOST_BYTES = 32 * 1024 * 1024;
const STEP = 16 * 1024;

const inflated = (data: Uint8Array, effort: Effort): Uint8Array => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const unzip = new Unzlib((piece) => {
    size += piece.length;
    if (size > MOST_BYTES) throw broken();
    spend(effort, piece.length);
    pieces.push(piece.slice());
  });
  try {
    for (let at = 0; at < data.length; at += STEP) {
      unzip.push(data.subarray(at, at + STEP), at + STEP >= data.length);
    }
  } catch {
    throw broken();
  }
  return concat(...pieces);
};

/** What one byte is predicted to be, by the kind of its row (PNG, ISO/IEC 15948, 9). */
const predicted = (kind: number, left: number, above: number, corner: number): number => {
  if (kind === 1) return left;
  if (kind === 2) return above;
  if (kind === 3) return (left + above) >> 1;
  if (kind !== 4) return 0;
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
};

/** Undoes the prediction of rows of bytes. */
const unpredicted = (data: Uint8Array, columns: number): Uint8Array => {
  const rows = Math.floor(data.length / (columns + 1));
  const result = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (columns + 1)] ?? 0;
    for (let x = 0; x < columns; x++) {
      const at = row * columns + x;
      const left = x > 0 ? (result[at - 1] ?? 0) : 0;
      const above = row > 0 ? (result[at - columns] ?? 0) : 0;
      const corner = x > 0 && row > 0 ? (result[at - columns - 1] ?? 0) : 0;
      result[at] = (data[row * (columns + 1) + 1 + x] ?? 0) + predicted(kind, left, above, corner);
    }
  }
  return result;
};

const first = (value: PdfValue | undefined): PdfValue | undefined =>
  value && isList(value) ? value[0] : value;

/** The bytes of a stream that lists objects. Throws `broken_file` for every packing but the one that such streams have. */
export const unpacked = ({ dictionary, bytes }: PdfStream, effort: Effort): Uint8Array => {
  const filters = dictionary.get('Filter');
  const filter = nameOf(first(filters));
  if (filter === undefined) return bytes;
  if (filter !== 'FlateDecode' || (filters && isList(filters) && filters.length > 1)) throw broken();
  const data = inflated(bytes, effort);
  const terms = first(dictionary.get('DecodeParms'));
  if (!terms || !isDictionary(terms)) return data;
  const predictor = numberOf(terms.get('Predictor'));
  if (Number.isNaN(predictor) || predictor === 1) return data;
  const columns = numberOf(terms.get('Columns') ?? { raw: '1' });
  if (predictor < 10 || !Number.isInteger(columns) || columns < 1 || columns > 4096) throw broken();
  return unpredicted(data, columns);
};
