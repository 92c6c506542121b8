import { SafeError } from '../../core/errors.js';
import { broken, truncated, u16be, u16le, u32be, u32le } from './bytes.js';
import { type Picture, checkSize, upright } from './picture.js';

/** One tag of a directory; `at` is its 12 bytes in the file, `value` where its values lie, `bytes` how many. */
export type Entry = {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly at: number;
  readonly value: number;
  readonly bytes: number;
};

export type Directory = { readonly at: number; readonly entries: Entry[]; readonly next: number };

export type Tiff = {
  readonly directories: Directory[];
  readonly u16: (at: number) => number;
  readonly u32: (at: number) => number;
  readonly little: boolean;
};

const TAG = {
  width: 256,
  height: 257,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  stripBytes: 279,
  tileOffsets: 324,
  tileBytes: 325,
} as const;

const MAX_PAGES = 1000;
const MAX_TAGS = 1000;
/** Bytes per value of TIFF 6.0's types 1 to 12, and 13 (a directory). */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
/** None, CCITT, G3, G4, LZW, JPEG, Deflate (two numbers), PackBits, Zstandard, WebP. Not old-style JPEG (6): its tables lie anywhere. */
const COMPRESSIONS = new Set([1, 2, 3, 4, 5, 7, 8, 32_946, 32_773, 50_000, 50_001]);
/** Bilevel, grey, RGB, palette, mask, CMYK, YCbCr, L*a*b*. Sensor data (raw photos) is not a picture yet. */
const PHOTOMETRICS = new Set([0, 1, 2, 3, 4, 5, 6, 8, 9]);
/** Pictures below pictures, and DNG: formats of cameras, whose data hides in tags that cleaning takes out. */
const CAMERA_TAGS = new Set([330, 50_706]);

const readEntry = (tiff: Omit<Tiff, 'directories'>, at: number, size: number): Entry => {
  const type = tiff.u16(at + 2);
  const count = tiff.u32(at + 4);
  const bytes = (TYPE_BYTES[type] ?? 0) * count;
  const value = bytes <= 4 ? at + 8 : tiff.u32(at + 8);
  if (value + bytes > size) throw truncated();
  return { tag: tiff.u16(at), type, count, at, value, bytes };
};

/** Reads the chain of directories. Throws `truncated_file`, `broken_file`. */
export const readTiff = (bytes: Uint8Array): Tiff => {
  const little = bytes[0] === 0x49;
  const u16 = (at: number): number => (little ? u16le(bytes, at) : u16be(bytes, at));
  const u32 = (at: number): number => (little ? u32le(bytes, at) : u32be(bytes, at));
  const directories: Directory[] = [];
  const seen = new Set<number>();
  for (let at = u32(4); at !== 0; ) {
    const count = u16(at);
    if (seen.has(at) || seen.size >= MAX_PAGES || count === 0 || count > MAX_TAGS) throw broken();
    seen.add(at);
    const entries = Array.from({ length: count }, (_, i) =>
      readEntry({ u16, u32, little }, at + 2 + 12 * i, bytes.length),
    );
    const next = u32(at + 2 + 12 * count);
    directories.push({ at, entries, next });
    at = next;
  }
  return { directories, u16, u32, little };
};

const entryOf = (directory: Directory, tag: number): Entry | undefined =>
  directory.entries.find((entry) => entry.tag === tag);

/** The i-th value of a SHORT or LONG tag. */
const valueAt = (tiff: Tiff, entry: Entry, i: number): number => {
  if (entry.type === 3) return tiff.u16(entry.value + 2 * i);
  if (entry.type === 4) return tiff.u32(entry.value + 4 * i);
  throw broken();
};

const numberOf = (tiff: Tiff, directory: Directory, tag: number, absent: number): number => {
  const entry = entryOf(directory, tag);
  return entry && entry.count > 0 ? valueAt(tiff, entry, 0) : absent;
};

const SEGMENTS = [
  [TAG.stripOffsets, TAG.stripBytes],
  [TAG.tileOffsets, TAG.tileBytes],
] as const;

/** Calls `visit` for each strip or tile of a page, and returns how many there are. */
export const eachSegment = (
  tiff: Tiff,
  directory: Directory,
  visit: (offset: number, length: number) => void,
): number => {
  let found = 0;
  for (const [offsetsTag, bytesTag] of SEGMENTS) {
    const offsets = entryOf(directory, offsetsTag);
    const lengths = entryOf(directory, bytesTag);
    if (!offsets && !lengths) continue;
    if (!offsets || !lengths || offsets.count !== lengths.count) throw broken();
    for (let i = 0; i < offsets.count; i++) visit(valueAt(tiff, offsets, i), valueAt(tiff, lengths, i));
    found += offsets.count;
  }
  return found;
};

const checkPage = (bytes: Uint8Array, tiff: Tiff, directory: Directory): void => {
  checkSize(numberOf(tiff, directory, TAG.width, 0), numberOf(tiff, directory, TAG.height, 0));
  const known =
    COMPRESSIONS.has(numberOf(tiff, directory, TAG.compression, 1)) &&
    PHOTOMETRICS.has(numberOf(tiff, directory, TAG.photometric, 0)) &&
    !directory.entries.some(({ tag }) => CAMERA_TAGS.has(tag));
  if (!known) throw new SafeError('unsupported_type', { details: { looksLike: 'camera_or_rare_tiff' } });
  const segments = eachSegment(tiff, directory, (offset, length) => {
    if (offset + length > bytes.length) throw truncated();
  });
  if (segments === 0) throw broken();
};

/**
 * Size of the first page of a TIFF (6.0), as shown, and how many pages there are. Throws `truncated_file` when a strip is not
 * all there, `too_many_pixels`, `broken_file`, `unsupported_type` for camera raw files.
 */
export const inspectTiff = (bytes: Uint8Array): Picture => {
  const tiff = readTiff(bytes);
  const first = tiff.directories[0];
  if (!first) throw broken();
  for (const directory of tiff.directories) checkPage(bytes, tiff, directory);
  const width = numberOf(tiff, first, TAG.width, 0);
  const height = numberOf(tiff, first, TAG.height, 0);
  const turned = upright(width, height, numberOf(tiff, first, TAG.orientation, 1));
  return { ...turned, frames: tiff.directories.length };
};
