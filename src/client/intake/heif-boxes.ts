import { broken, latin1, truncated, u16be, u32be } from './bytes.js';

/** A box of ISO/IEC 14496-12: `data` is where its payload begins; a full box has version and flags there. */
export type Box = {
  readonly type: string;
  readonly start: number;
  readonly data: number;
  readonly end: number;
};

export type Extent = { readonly offset: number; readonly length: number };

/** An entry of `iloc`: `start` and `end` are the bytes of the entry itself. */
export type Location = {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** 0: offsets in the file, 1: in the `idat` box, 2: in other items. */
  readonly method: number;
  readonly extents: Extent[];
};

/** An entry of `iinf`: what an item is. */
export type Item = { readonly id: number; readonly type: string; readonly box: Box; readonly nameAt: number };

// photos have some hundreds (one per tile)
export const MAX_ENTRIES = 100_000;

/** Reads the header of the box at `start`; `limit` is the end of what contains it. */
export const boxAt = (bytes: Uint8Array, start: number, limit: number): Box => {
  const short = u32be(bytes, start);
  const type = latin1(bytes, start + 4, start + 8);
  const header = short === 1 ? 16 : 8;
  const size =
    short === 0
      ? limit - start
      : short === 1
        ? u32be(bytes, start + 8) * 2 ** 32 + u32be(bytes, start + 12)
        : short;
  if (size < header) throw broken();
  return { type, start, data: start + header, end: start + size };
};

/** The boxes inside a container. */
export const boxesIn = (bytes: Uint8Array, from: number, to: number): Box[] => {
  const boxes: Box[] = [];
  for (let at = from; at < to; ) {
    const box = boxAt(bytes, at, to);
    if (box.end > to || boxes.push(box) > MAX_ENTRIES) throw broken();
    at = box.end;
  }
  return boxes;
};

export const versionOf = (bytes: Uint8Array, box: Box): number => u32be(bytes, box.data) >>> 24;

const uint = (bytes: Uint8Array, offset: number, size: number): number => {
  if (size === 0) return 0;
  if (size === 4) return u32be(bytes, offset);
  const value = u32be(bytes, offset) * 2 ** 32 + u32be(bytes, offset + 4);
  if (!Number.isSafeInteger(value)) throw truncated();
  return value;
};

/** Layout of `iloc` (ISO/IEC 14496-12, 8.11.3): field sizes come first, each 0, 4 or 8 bytes. */
const locationLayout = (bytes: Uint8Array, box: Box) => {
  const version = versionOf(bytes, box);
  const sizes = u16be(bytes, box.data + 4);
  const [offset, length, base] = [sizes >>> 12, (sizes >>> 8) & 15, (sizes >>> 4) & 15] as const;
  const index = version > 0 ? sizes & 15 : 0;
  if (version > 2 || [offset, length, base, index].some((n) => n !== 0 && n !== 4 && n !== 8)) throw broken();
  // without a length an extent means "the whole file", and thousands of them would cost nothing to write
  if (length === 0) throw broken();
  const idBytes = version < 2 ? 2 : 4;
  const count = idBytes === 2 ? u16be(bytes, box.data + 6) : u32be(bytes, box.data + 6);
  return { version, offset, length, base, index, idBytes, count, first: box.data + 6 + idBytes };
};

type Layout = ReturnType<typeof locationLayout>;

const readLocation = (bytes: Uint8Array, start: number, layout: Layout): Location => {
  const id = layout.idBytes === 2 ? u16be(bytes, start) : u32be(bytes, start);
  let at = start + layout.idBytes;
  const method = layout.version > 0 ? u16be(bytes, at) & 15 : 0;
  if (layout.version > 0) at += 2;
  if (u16be(bytes, at) !== 0) throw broken(); // the data lies in another file
  const base = uint(bytes, at + 2, layout.base);
  at += 2 + layout.base;
  const count = u16be(bytes, at);
  at += 2;
  const extents: Extent[] = [];
  for (let i = 0; i < count; i++) {
    at += layout.index;
    const offset = base + uint(bytes, at, layout.offset);
    extents.push({ offset, length: uint(bytes, at + layout.offset, layout.length) });
    at += layout.offset + layout.length;
  }
  return { id, start, end: at, method, extents };
};

/** The entries of an `iloc` box and where the first begins. */
export const readLocations = (bytes: Uint8Array, box: Box): { locations: Location[]; first: number } => {
  const layout = locationLayout(bytes, box);
  const locations: Location[] = [];
  let extents = 0;
  let at = layout.first;
  for (let i = 0; i < layout.count; i++) {
    const location = readLocation(bytes, at, layout);
    at = location.end;
    extents += location.extents.length;
    if (at > box.end || extents > MAX_ENTRIES || locations.push(location) > MAX_ENTRIES) throw broken();
  }
  return { locations, first: layout.first };
};

/** Where the entries of an `iinf` box begin. */
export const itemsStart = (bytes: Uint8Array, box: Box): number =>
  box.data + (versionOf(bytes, box) === 0 ? 6 : 8);

/** The entries of an `iinf` box. Before version 2 an entry had no type, and no HEIC was made then. */
export const readItems = (bytes: Uint8Array, box: Box): Item[] =>
  boxesIn(bytes, itemsStart(bytes, box), box.end).map((entry) => {
    const version = versionOf(bytes, entry);
    if (entry.type !== 'infe' || version < 2 || version > 3) throw broken();
    const idAt = entry.data + 4;
    const typeAt = idAt + (version === 2 ? 4 : 6);
    if (typeAt + 4 > entry.end) throw broken();
    const id = version === 2 ? u16be(bytes, idAt) : u32be(bytes, idAt);
    return { id, type: latin1(bytes, typeAt, typeAt + 4), box: entry, nameAt: typeAt + 4 };
  });
