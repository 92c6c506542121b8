import { broken, createPieces, latin1, putU32be, startsWith, truncated, u32be } from './bytes.js';
import { namesOf, orientationBlock, readExif } from './exif.js';
import { type Cleaned, type Picture, type Removed, checkSize, upright } from './picture.js';

type Chunk = { readonly type: string; readonly start: number; readonly end: number };

const SIGNATURE = 8;
const OVERHEAD = 12;

/** All that changes a pixel, a colour or the pace of an animation (PNG 3rd edition); anything else goes. */
const PICTURE_CHUNKS = new Set(
  'IHDR PLTE IDAT IEND tRNS acTL fcTL fdAT bKGD pHYs sBIT sPLT hIST cHRM gAMA iCCP sRGB cICP mDCV cLLI'.split(
    ' ',
  ),
);

const GOES: Readonly<Record<string, Removed>> = {
  eXIf: 'exif',
  tEXt: 'comment',
  zTXt: 'comment',
  iTXt: 'comment',
  tIME: 'time',
};

/** Walks the chunks up to IEND and returns where the picture ends. */
const walk = (bytes: Uint8Array, visit: (chunk: Chunk) => void): number => {
  for (let start = SIGNATURE; ; ) {
    const end = start + OVERHEAD + u32be(bytes, start);
    if (end > bytes.length) throw truncated();
    const type = latin1(bytes, start + 4, start + 8);
    visit({ type, start, end });
    if (type === 'IEND') return end;
    start = end;
  }
};

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

const crc32 = (bytes: Uint8Array, start: number, end: number): number => {
  let crc = 0xffffffff;
  for (let i = start; i < end; i++) {
    crc = (CRC_TABLE[(crc ^ (bytes[i] ?? 0)) & 255] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) >>> 0;
};

const isCritical = (type: string): boolean => type.charCodeAt(0) < 0x60;

/** Decoders stop at a critical chunk that is unknown or whose checksum is wrong; so the person is told now. */
const checkCritical = (bytes: Uint8Array, { type, start, end }: Chunk): void => {
  if (!isCritical(type)) return;
  if (!PICTURE_CHUNKS.has(type)) throw broken();
  if (crc32(bytes, start + 4, end - 4) !== u32be(bytes, end - 4)) throw broken();
};

const exifOf = (bytes: Uint8Array, { start, end }: Chunk) => readExif(bytes.subarray(start + 8, end - 4));

/**
 * Size of a PNG, as shown. The size is judged from the header before anything else is read. Throws `truncated_file` when IEND
 * is missing, `broken_file` when a checksum is wrong, `too_many_pixels`.
 */
export const inspectPng = (bytes: Uint8Array): Picture => {
  if (u32be(bytes, SIGNATURE) !== 13 || latin1(bytes, 12, 16) !== 'IHDR') throw broken();
  const width = u32be(bytes, 16);
  const height = u32be(bytes, 20);
  checkSize(width, height);
  let data = false;
  let frames = 0;
  let orientation = 1;
  walk(bytes, (chunk) => {
    checkCritical(bytes, chunk);
    if (chunk.type === 'IDAT') data = true;
    if (chunk.type === 'fcTL') frames += 1;
    if (chunk.type === 'eXIf') orientation = exifOf(bytes, chunk).orientation;
  });
  if (!data) throw broken();
  return { ...upright(width, height, orientation), frames: Math.max(1, frames) };
};

const isXmp = (bytes: Uint8Array, { type, start }: Chunk): boolean =>
  GOES[type] === 'comment' && startsWith(bytes, 'XML:com.adobe.xmp\0', start + 8);

const orientationChunk = (orientation: number): Uint8Array => {
  const block = orientationBlock(orientation);
  const chunk = new Uint8Array(OVERHEAD + block.length);
  putU32be(chunk, 0, block.length);
  chunk.set([0x65, 0x58, 0x49, 0x66], 4); // eXIf
  chunk.set(block, 8);
  putU32be(chunk, chunk.length - 4, crc32(chunk, 4, chunk.length - 4));
  return chunk;
};

/** Keeps the chunks that make the picture, and its orientation; texts, times, Exif, private chunks and appended data go. */
export const cleanPng = (bytes: Uint8Array): Cleaned => {
  const removed = new Set<Removed>();
  const pieces = createPieces();
  pieces.add(bytes.subarray(0, SIGNATURE));
  const end = walk(bytes, (chunk) => {
    if (PICTURE_CHUNKS.has(chunk.type)) pieces.add(bytes.subarray(chunk.start, chunk.end));
    else if (chunk.type === 'eXIf') {
      const facts = exifOf(bytes, chunk);
      for (const name of namesOf(facts)) removed.add(name);
      if (facts.orientation !== 1) pieces.add(orientationChunk(facts.orientation));
    } else removed.add(isXmp(bytes, chunk) ? 'xmp' : (GOES[chunk.type] ?? 'other_metadata'));
  });
  if (end < bytes.length) removed.add('appended_data');
  return { bytes: pieces.join(), removed: [...removed] };
};
