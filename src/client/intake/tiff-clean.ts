import { broken, sameBytes } from './bytes.js';
import type { Cleaned, Removed } from './picture.js';
import { type Directory, type Entry, type Tiff, eachSegment, readTiff } from './tiff.js';

/** Tags that decode, place, turn or colour a page (TIFF 6.0 and its supplements); an ICC profile is 34675. */
const PICTURE_TAGS = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284,
  286, 287, 288, 289, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320, 321, 322, 323, 324, 325, 332,
  334, 338, 339, 340, 341, 347, 529, 530, 531, 532, 34_675,
]);

const GOES: ReadonlyMap<number, Removed> = new Map([
  [700, 'xmp'],
  [33_723, 'iptc'],
  [34_377, 'iptc'],
  [34_665, 'exif'],
  [34_853, 'position'],
  [306, 'time'],
  [270, 'comment'],
]);

/** Copies ranges to where they were; a file that refers to the same bytes again and again is refused. */
const createCopy = (bytes: Uint8Array) => {
  const out = new Uint8Array(bytes.length);
  let copied = 0;
  const copy = (offset: number, length: number): void => {
    copied += length;
    if (copied > 2 * bytes.length || offset + length > bytes.length) throw broken();
    out.set(bytes.subarray(offset, offset + length), offset);
  };
  return { out, copy };
};

const writeU16 = (out: Uint8Array, at: number, value: number, little: boolean): void => {
  out.set(little ? [value & 255, value >>> 8] : [value >>> 8, value & 255], at);
};

const writeDirectory = (
  bytes: Uint8Array,
  out: Uint8Array,
  directory: Directory,
  kept: Entry[],
  tiff: Tiff,
): void => {
  const { at, entries } = directory;
  writeU16(out, at, kept.length, tiff.little);
  for (const [i, entry] of kept.entries()) out.set(bytes.subarray(entry.at, entry.at + 12), at + 2 + 12 * i);
  const next = at + 2 + 12 * entries.length;
  out.set(bytes.subarray(next, next + 4), at + 2 + 12 * kept.length);
};

/**
 * Writes a TIFF anew over zeros: header, directories with the tags of the picture, their values, strips and tiles, each where it
 * was. Exif, position, XMP, texts and whatever nothing points to are thereby gone, by construction.
 */
export const cleanTiff = (bytes: Uint8Array): Cleaned => {
  const tiff = readTiff(bytes);
  const removed = new Set<Removed>();
  const { out, copy } = createCopy(bytes);
  copy(0, 8);
  for (const directory of tiff.directories) {
    const kept = directory.entries.filter(({ tag }) => PICTURE_TAGS.has(tag));
    for (const { tag } of directory.entries) {
      if (!PICTURE_TAGS.has(tag)) removed.add(GOES.get(tag) ?? 'other_metadata');
    }
    for (const entry of kept) if (entry.bytes > 4) copy(entry.value, entry.bytes);
    eachSegment(tiff, directory, copy);
  }
  // directories last: data that overlaps them must not undo the cleaning
  for (const directory of tiff.directories) {
    const kept = directory.entries.filter(({ tag }) => PICTURE_TAGS.has(tag));
    out.fill(0, directory.at, directory.at + 6 + 12 * directory.entries.length);
    writeDirectory(bytes, out, directory, kept, tiff);
  }
  if (removed.size === 0 && !sameBytes(out, bytes)) removed.add('appended_data');
  return { bytes: out, removed: [...removed] };
};
