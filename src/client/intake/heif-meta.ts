import { broken, fromLatin1, latin1, putU32be, u16be, u32be } from './bytes.js';
import { type Box, type Extent, boxesIn, itemsStart, readLocations, versionOf } from './heif-boxes.js';
import { type HeifFile, isPicture, propertiesOf, readAssociations } from './heif-file.js';
import type { Removed } from './picture.js';

/** Properties that decode, place, turn, crop or colour a picture. Descriptions, names and dates are not among them. */
const PICTURE_PROPERTIES = new Set(
  'hvcC lhvC av1C a1op a1lx lsel ispe pixi colr pasp irot imir clap rloc auxC clli mdcv cclv amve ndwt reve oinf tols iscl rref'.split(
    ' ',
  ),
);

const concat = (parts: Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const makeBox = (type: string, ...parts: Uint8Array[]): Uint8Array => {
  const box = concat([new Uint8Array(4), fromLatin1(type), ...parts]);
  putU32be(box, 0, box.length);
  return box;
};

const countBytes = (count: number, size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (count >>> (8 * (size - 1 - i))) & 255);

const cleanItems = (bytes: Uint8Array, box: Box, file: HeifFile): Uint8Array => {
  const kept = file.items.filter(isPicture).map((item) => {
    const entry = bytes.slice(item.box.start, item.box.end);
    return entry.fill(0, item.nameAt - item.box.start); // a name may be a person's
  });
  const countSize = itemsStart(bytes, box) - box.data - 4;
  const version = bytes.subarray(box.data, box.data + 4);
  return makeBox('iinf', version, countBytes(kept.length, countSize), ...kept);
};

const cleanLocations = (bytes: Uint8Array, box: Box, stays: (id: number) => boolean): Uint8Array => {
  const { locations, first } = readLocations(bytes, box);
  const kept = locations.filter(({ id }) => stays(id)).map(({ start, end }) => bytes.subarray(start, end));
  const countSize = versionOf(bytes, box) < 2 ? 2 : 4;
  const head = bytes.subarray(box.data, first - countSize);
  return makeBox('iloc', head, countBytes(kept.length, countSize), ...kept);
};

const cleanReference = (bytes: Uint8Array, box: Box, size: number, stays: (id: number) => boolean) => {
  const idAt = (at: number): number => (size === 2 ? u16be(bytes, at) : u32be(bytes, at));
  if (!stays(idAt(box.data))) return [];
  const first = box.data + size + 2;
  const count = u16be(bytes, box.data + size);
  if (first + count * size > box.end) throw broken();
  const places = Array.from({ length: count }, (_, i) => first + i * size).filter((at) => stays(idAt(at)));
  if (places.length === 0) return [];
  const targets = places.map((at) => bytes.subarray(at, at + size));
  const from = bytes.subarray(box.data, box.data + size);
  return [makeBox(box.type, from, countBytes(places.length, 2), ...targets)];
};

const cleanReferences = (bytes: Uint8Array, box: Box, stays: (id: number) => boolean): Uint8Array => {
  const size = versionOf(bytes, box) === 0 ? 2 : 4;
  const kept = boxesIn(bytes, box.data + 4, box.end).flatMap((each) =>
    cleanReference(bytes, each, size, stays),
  );
  return makeBox('iref', bytes.subarray(box.data, box.data + 4), ...kept);
};

const cleanAssociations = (bytes: Uint8Array, box: Box, stays: (id: number) => boolean): Uint8Array => {
  const kept = readAssociations(bytes, box).filter(({ id }) => stays(id));
  const entries = kept.map(({ start, end }) => bytes.subarray(start, end));
  return makeBox('ipma', bytes.subarray(box.data, box.data + 4), countBytes(kept.length, 4), ...entries);
};

/** Items point to properties by their number: one that goes leaves an empty box of its size behind. */
const cleanProperties = (
  bytes: Uint8Array,
  file: HeifFile,
  stays: (id: number) => boolean,
  removed: Set<Removed>,
) => {
  const { iprp, properties } = propertiesOf(bytes, file);
  const kept = properties.map((box) => {
    if (PICTURE_PROPERTIES.has(box.type)) return bytes.subarray(box.start, box.end);
    if (box.type !== 'free') removed.add('other_metadata');
    return makeBox('free', new Uint8Array(box.end - box.start - 8));
  });
  const associations = boxesIn(bytes, iprp.data, iprp.end)
    .filter(({ type }) => type === 'ipma')
    .map((box) => cleanAssociations(bytes, box, stays));
  return makeBox('iprp', makeBox('ipco', ...kept), ...associations);
};

const cleanInner = (bytes: Uint8Array, box: Box, extents: Extent[]): Uint8Array => {
  const data = new Uint8Array(box.end - box.data);
  for (const { offset, length } of extents) {
    data.set(bytes.subarray(box.data + offset, box.data + offset + length), offset);
  }
  return makeBox('idat', data);
};

/** The name of a handler is free text. */
const cleanHandler = (bytes: Uint8Array, box: Box): Uint8Array => {
  const copy = bytes.slice(box.start, box.end);
  return latin1(copy, 16, 20) === 'pict' ? copy.fill(0, 20) : copy;
};

/** The `meta` box with picture items only; never longer than it was. */
export const cleanMeta = (bytes: Uint8Array, file: HeifFile, removed: Set<Removed>): Uint8Array => {
  const pictures = new Set(file.items.filter(isPicture).map(({ id }) => id));
  const stays = (id: number): boolean => pictures.has(id);
  const inner = file.locations.filter(({ id, method }) => method === 1 && stays(id));
  const parts = file.parts.flatMap((box): Uint8Array[] => {
    if (box.type === 'hdlr') return [cleanHandler(bytes, box)];
    if (box.type === 'iinf') return [cleanItems(bytes, box, file)];
    if (box.type === 'iloc') return [cleanLocations(bytes, box, stays)];
    if (box.type === 'iref') return [cleanReferences(bytes, box, stays)];
    if (box.type === 'iprp') return [cleanProperties(bytes, file, stays, removed)];
    if (box.type === 'idat')
      return [
        cleanInner(
          bytes,
          box,
          inner.flatMap(({ extents }) => extents),
        ),
      ];
    if (['pitm', 'dinf', 'grpl'].includes(box.type)) return [bytes.subarray(box.start, box.end)];
    if (box.type !== 'free' && box.type !== 'skip') removed.add('other_metadata');
    return [];
  });
  return makeBox('meta', bytes.subarray(file.meta.data, file.meta.data + 4), ...parts);
};
