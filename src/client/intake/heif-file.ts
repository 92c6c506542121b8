import { SafeError } from '../../core/errors.js';
import { broken, byteAt, truncated, u16be, u32be } from './bytes.js';
import {
  type Box,
  type Item,
  type Location,
  MAX_ENTRIES,
  boxAt,
  boxesIn,
  readItems,
  readLocations,
  versionOf,
} from './heif-boxes.js';

export type HeifFile = {
  readonly top: Box[];
  /** Where the last whole box ends; what follows was appended by a phone. */
  readonly end: number;
  readonly meta: Box;
  readonly parts: Box[];
  readonly items: Item[];
  readonly locations: Location[];
  readonly primary: number;
};

/** Item types whose data is picture (ISO/IEC 23008-12, and AV1 Image File Format). All others describe. */
const PICTURE_ITEMS = new Set(['hvc1', 'hev1', 'lhv1', 'av01', 'grid', 'iovl', 'iden', 'tmap']);

export const isPicture = (item: Item): boolean => PICTURE_ITEMS.has(item.type);

const topBoxes = (bytes: Uint8Array): { top: Box[]; end: number } => {
  const top: Box[] = [];
  let at = 0;
  while (at < bytes.length) {
    const known = top.some((box) => box.type === 'meta') && top.some((box) => box.type === 'mdat');
    if (known && at + 8 > bytes.length) break;
    const box = boxAt(bytes, at, bytes.length);
    if (box.end > bytes.length) {
      // once the picture is whole, what does not parse is a phone's own trailer
      if (known && !['meta', 'mdat', 'ftyp'].includes(box.type)) break;
      throw truncated();
    }
    if (top.push(box) > 1000) throw broken();
    at = box.end;
  }
  return { top, end: at };
};

const part = (parts: Box[], type: string): Box => {
  const found = parts.filter((box) => box.type === type);
  if (found.length !== 1 || !found[0]) throw broken();
  return found[0];
};

/** Picture data must lie inside the data boxes and be there to its last byte. */
const checkExtents = (bytes: Uint8Array, file: HeifFile): void => {
  const data = file.top.filter((box) => box.type === 'mdat');
  const inners = file.parts.filter((box) => box.type === 'idat');
  const inner = inners[0];
  if (inners.length > 1) throw broken();
  let total = 0;
  for (const { method, extents } of file.locations) {
    for (const { offset, length } of extents) {
      total += length;
      if (method === 0 && offset + length > bytes.length) throw truncated();
      const fits =
        method === 0
          ? data.some((box) => offset >= box.data && offset + length <= box.end)
          : method === 1
            ? inner !== undefined && inner.data + offset + length <= inner.end
            : true;
      // overlapping data would let a small file ask for endless copying
      if (!fits || total > 2 * bytes.length) throw broken();
    }
  }
};

/** Reads the skeleton of a HEIC or AVIF. Throws `truncated_file`, `broken_file`, `unsupported_type` for moving pictures. */
export const readHeif = (bytes: Uint8Array): HeifFile => {
  const { top, end } = topBoxes(bytes);
  if (top.some((box) => box.type === 'moov')) {
    throw new SafeError('unsupported_type', { details: { looksLike: 'moving_picture' } });
  }
  const meta = top.find((box) => box.type === 'meta');
  if (!meta || !top.some((box) => box.type === 'mdat')) throw truncated();
  const parts = boxesIn(bytes, meta.data + 4, meta.end);
  const pitm = part(parts, 'pitm');
  const file: HeifFile = {
    top,
    end,
    meta,
    parts,
    items: readItems(bytes, part(parts, 'iinf')),
    locations: readLocations(bytes, part(parts, 'iloc')).locations,
    primary: versionOf(bytes, pitm) === 0 ? u16be(bytes, pitm.data + 4) : u32be(bytes, pitm.data + 4),
  };
  const primary = file.items.find((item) => item.id === file.primary);
  if (!primary || !isPicture(primary)) throw broken();
  checkExtents(bytes, file);
  return file;
};

/** The properties of a file in the order in which `ipma` counts them. */
export const propertiesOf = (
  bytes: Uint8Array,
  file: HeifFile,
): { iprp: Box; ipco: Box; properties: Box[] } => {
  const iprp = part(file.parts, 'iprp');
  const ipco = part(boxesIn(bytes, iprp.data, iprp.end), 'ipco');
  return { iprp, ipco, properties: boxesIn(bytes, ipco.data, ipco.end) };
};

/** One entry of `ipma`: an item and the numbers of its properties; `start` and `end` are the bytes of the entry. */
export type Association = {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  readonly numbers: number[];
};

/** The entries of an `ipma` box (ISO/IEC 23008-12, 9.3.1). */
export const readAssociations = (bytes: Uint8Array, box: Box): Association[] => {
  const idBytes = versionOf(bytes, box) < 1 ? 2 : 4;
  const wide = (byteAt(bytes, box.data + 3) & 1) === 1;
  const count = u32be(bytes, box.data + 4);
  const list: Association[] = [];
  let at = box.data + 8;
  for (let i = 0; i < count; i++) {
    const start = at;
    const numbers: number[] = [];
    const properties = byteAt(bytes, start + idBytes);
    at += idBytes + 1;
    for (let k = 0; k < properties; k++, at += wide ? 2 : 1) {
      numbers.push(wide ? u16be(bytes, at) & 0x7fff : byteAt(bytes, at) & 0x7f);
    }
    if (at > box.end || list.length > MAX_ENTRIES) throw broken();
    list.push({ id: idBytes === 2 ? u16be(bytes, start) : u32be(bytes, start), start, end: at, numbers });
  }
  return list;
};
