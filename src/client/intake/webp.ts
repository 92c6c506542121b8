import { broken, byteAt, createPieces, latin1, truncated, u16le, u24le, u32le } from './bytes.js';
import { namesOf, orientationBlock, readExif } from './exif.js';
import { type Cleaned, type Picture, type Removed, checkSize, upright } from './picture.js';

/** A RIFF chunk; `end` is the end of its payload, `next` that of its padding. */
type Chunk = { readonly type: string; readonly start: number; readonly end: number; readonly next: number };

const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;
const ORIENTED = 0x08;
const XMP_FLAG = 0x04;
const PICTURE_CHUNKS = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

const walk = (bytes: Uint8Array, visit: (chunk: Chunk) => void): number => {
  const end = CHUNK_HEADER + u32le(bytes, 4);
  if (end > bytes.length) throw truncated();
  for (let start = RIFF_HEADER; start < end; ) {
    const payloadEnd = start + CHUNK_HEADER + u32le(bytes, start + 4);
    if (payloadEnd > end) throw broken();
    const next = Math.min(end, payloadEnd + (payloadEnd % 2));
    visit({ type: latin1(bytes, start, start + 4), start, end: payloadEnd, next });
    start = next;
  }
  return end;
};

/** Where each kind of chunk says how large its picture is (RFC 9649). */
const sizeOf = (bytes: Uint8Array, { type, start }: Chunk): [number, number] | undefined => {
  const data = start + CHUNK_HEADER;
  if (type === 'VP8X') return [u24le(bytes, data + 4) + 1, u24le(bytes, data + 7) + 1];
  if (type === 'ANMF') return [u24le(bytes, data + 6) + 1, u24le(bytes, data + 9) + 1];
  if (type === 'VP8 ') return [u16le(bytes, data + 6) & 0x3fff, u16le(bytes, data + 8) & 0x3fff];
  if (type !== 'VP8L') return undefined;
  const bits = u32le(bytes, data + 1);
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
};

const exifOf = (bytes: Uint8Array, { start, end }: Chunk) =>
  readExif(bytes.subarray(start + CHUNK_HEADER, end));

/** Size of a WebP (RFC 9649). Throws `truncated_file`, `broken_file`, `too_many_pixels`. */
export const inspectWebp = (bytes: Uint8Array): Picture => {
  let size: [number, number] | undefined;
  let frames = 0;
  let pictures = 0;
  let orientation = 1;
  walk(bytes, (chunk) => {
    const own = sizeOf(bytes, chunk);
    if (own) checkSize(...own);
    size ??= own;
    if (chunk.type === 'ANMF') frames += 1;
    if (chunk.type === 'VP8 ' || chunk.type === 'VP8L') pictures += 1;
    if (chunk.type === 'EXIF') orientation = exifOf(bytes, chunk).orientation;
  });
  if (!size || frames + pictures === 0) throw broken();
  return { ...upright(size[0], size[1], orientation), frames: Math.max(1, frames) };
};

const orientationChunk = (orientation: number): Uint8Array => {
  const block = orientationBlock(orientation);
  const chunk = new Uint8Array(CHUNK_HEADER + block.length);
  chunk.set([0x45, 0x58, 0x49, 0x46, block.length]); // EXIF
  chunk.set(block, CHUNK_HEADER);
  return chunk;
};

/** The extended header announces what follows: its two metadata flags follow what stays. */
const withFlags = (bytes: Uint8Array, chunk: Chunk, oriented: boolean): Uint8Array => {
  const header = bytes.slice(chunk.start, chunk.next);
  header[CHUNK_HEADER] = (byteAt(header, CHUNK_HEADER) & ~(ORIENTED | XMP_FLAG)) | (oriented ? ORIENTED : 0);
  return header;
};

/** Keeps the chunks that make the picture, and its orientation; Exif, XMP, unknown chunks and appended data go. */
export const cleanWebp = (bytes: Uint8Array): Cleaned => {
  const removed = new Set<Removed>();
  let orientation = 1;
  const end = walk(bytes, (chunk) => {
    if (chunk.type !== 'EXIF') return;
    const facts = exifOf(bytes, chunk);
    orientation = facts.orientation;
    for (const name of namesOf(facts)) removed.add(name);
  });
  const pieces = createPieces();
  pieces.add(bytes.slice(0, RIFF_HEADER));
  walk(bytes, (chunk) => {
    if (chunk.type === 'VP8X') pieces.add(withFlags(bytes, chunk, orientation !== 1));
    else if (PICTURE_CHUNKS.has(chunk.type)) pieces.add(bytes.subarray(chunk.start, chunk.next));
    else if (chunk.type !== 'EXIF') removed.add(chunk.type === 'XMP ' ? 'xmp' : 'other_metadata');
  });
  if (orientation !== 1) pieces.add(orientationChunk(orientation));
  if (end < bytes.length) removed.add('appended_data');
  const whole = pieces.join();
  const size = whole.length - CHUNK_HEADER;
  whole.set([size & 255, (size >>> 8) & 255, (size >>> 16) & 255, size >>> 24], 4);
  return { bytes: whole, removed: [...removed] };
};
