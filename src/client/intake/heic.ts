import { broken, byteAt, fromLatin1, putU32be, u32be } from './bytes.js';
import { namesOf, readExif } from './exif.js';
import { type Box, boxesIn } from './heif-boxes.js';
import { type HeifFile, isPicture, propertiesOf, readAssociations, readHeif } from './heif-file.js';
import { cleanMeta } from './heif-meta.js';
import { type Cleaned, type Picture, type Removed, checkSize } from './picture.js';

/** Every picture item's size is judged, not only that of the one shown first. */
const checkAllSizes = (bytes: Uint8Array, properties: Box[]): void => {
  for (const box of properties) {
    if (box.type === 'ispe') checkSize(u32be(bytes, box.data + 4), u32be(bytes, box.data + 8));
  }
};

/**
 * Size of a HEIC or AVIF (ISO/IEC 23008-12), as shown after its own `irot`; the Exif orientation that phones write beside it
 * must not turn it a second time. Throws `truncated_file`, `broken_file`, `too_many_pixels`, `unsupported_type`.
 */
export const inspectHeic = (bytes: Uint8Array): Picture => {
  const file = readHeif(bytes);
  const { iprp, properties } = propertiesOf(bytes, file);
  checkAllSizes(bytes, properties);
  const mine = boxesIn(bytes, iprp.data, iprp.end)
    .filter((box) => box.type === 'ipma')
    .flatMap((box) => readAssociations(bytes, box))
    .filter((entry) => entry.id === file.primary)
    .flatMap((entry) => entry.numbers.map((number) => properties[number - 1]));
  const size = mine.find((box) => box?.type === 'ispe');
  if (!size) throw broken();
  const [width, height] = [u32be(bytes, size.data + 4), u32be(bytes, size.data + 8)];
  const turn = mine.find((box) => box?.type === 'irot');
  const onSide = turn !== undefined && (byteAt(bytes, turn.data) & 1) === 1;
  return onSide ? { width: height, height: width, frames: 1 } : { width, height, frames: 1 };
};

const whatGoes = (bytes: Uint8Array, file: HeifFile): Set<Removed> => {
  const removed = new Set<Removed>();
  for (const item of file.items.filter((each) => !isPicture(each))) {
    const extent = file.locations.find(({ id, method }) => id === item.id && method === 0)?.extents[0];
    if (item.type === 'mime') removed.add('xmp');
    else if (item.type !== 'Exif') removed.add('other_metadata');
    // the block begins with the distance to its TIFF header
    else if (!extent || extent.length < 4) removed.add('exif');
    else {
      const start = extent.offset + 4 + u32be(bytes, extent.offset);
      for (const name of namesOf(readExif(bytes.subarray(start, extent.offset + extent.length))))
        removed.add(name);
    }
  }
  return removed;
};

const freeBox = (bytes: Uint8Array, start: number, size: number): void => {
  if (size === 0) return;
  if (size < 8) throw broken();
  putU32be(bytes, start, size);
  bytes.set(fromLatin1('free'), start + 4);
};

const isEmpty = (bytes: Uint8Array, start: number, end: number): boolean =>
  bytes.subarray(start, end).every((byte) => byte === 0);

/** Empty boxes at the end (a motion video was there) need not be kept. */
const endOfPicture = (file: HeifFile): number => {
  const last = file.top.findLast(({ type }) => ['ftyp', 'meta', 'mdat'].includes(type));
  return last?.end ?? file.end;
};

/**
 * Writes the file anew over zeros: only the skeleton and the data of picture items are copied, each to the place where it was,
 * so that no offset changes. Exif, XMP and whatever no picture item points to is thereby gone, by construction.
 */
export const cleanHeic = (bytes: Uint8Array): Cleaned => {
  const file = readHeif(bytes);
  const removed = whatGoes(bytes, file);
  const out = new Uint8Array(file.end);
  for (const box of file.top) {
    if (box.type === 'ftyp') out.set(bytes.subarray(box.start, box.end), box.start);
    else if (box.type === 'mdat') out.set(bytes.subarray(box.start, box.data), box.start);
    else if (box !== file.meta) {
      freeBox(out, box.start, box.end - box.start);
      if (!isEmpty(bytes, box.data, box.end)) removed.add('appended_data');
    }
  }
  const meta = cleanMeta(bytes, file, removed);
  if (meta.length > file.meta.end - file.meta.start) throw broken();
  out.set(meta, file.meta.start);
  freeBox(out, file.meta.start + meta.length, file.meta.end - file.meta.start - meta.length);
  const pictures = new Set(file.items.filter(isPicture).map(({ id }) => id));
  for (const { id, method, extents } of file.locations) {
    if (method !== 0 || !pictures.has(id)) continue;
    for (const { offset, length } of extents) out.set(bytes.subarray(offset, offset + length), offset);
  }
  if (file.end < bytes.length) removed.add('appended_data');
  return { bytes: out.subarray(0, endOfPicture(file)), removed: [...removed] };
};
