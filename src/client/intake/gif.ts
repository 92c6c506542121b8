import { broken, byteAt, createPieces, latin1, u16le } from './bytes.js';
import { type Cleaned, type Picture, type Removed, checkSize } from './picture.js';

type Block = {
  readonly kind: 'frame' | 'extension';
  readonly label: number;
  readonly start: number;
  readonly end: number;
};

const SCREEN = 13;
const TRAILER = 0x3b;
const EXTENSION = 0x21;
const FRAME = 0x2c;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
const COMMENT = 0xfe;
/** The loop of an animation, under its two names, and the colour profile. */
const KEPT_APPLICATIONS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012']);

const tableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** Data comes in blocks of at most 255 bytes; an empty one ends it. */
const skipBlocks = (bytes: Uint8Array, from: number): number => {
  let at = from;
  for (let size = byteAt(bytes, at); size > 0; size = byteAt(bytes, at)) at += size + 1;
  return at + 1;
};

/** Walks the blocks up to the trailer and returns where it stands. */
const walk = (bytes: Uint8Array, visit: (block: Block) => void): number => {
  let at = SCREEN + tableBytes(byteAt(bytes, 10));
  for (;;) {
    const start = at;
    const introducer = byteAt(bytes, at);
    if (introducer === TRAILER) return at;
    if (introducer === EXTENSION) {
      at = skipBlocks(bytes, start + 2);
      visit({ kind: 'extension', label: byteAt(bytes, start + 1), start, end: at });
    } else if (introducer === FRAME) {
      at = skipBlocks(bytes, start + 11 + tableBytes(byteAt(bytes, start + 9)));
      visit({ kind: 'frame', label: FRAME, start, end: at });
    } else throw broken();
  }
};

/** Size and frames of a GIF (89a). Throws `truncated_file` when the trailer is missing, `broken_file`, `too_many_pixels`. */
export const inspectGif = (bytes: Uint8Array): Picture => {
  const width = u16le(bytes, 6);
  const height = u16le(bytes, 8);
  checkSize(width, height);
  let frames = 0;
  walk(bytes, ({ kind, start }) => {
    if (kind !== 'frame') return;
    frames += 1;
    checkSize(u16le(bytes, start + 5), u16le(bytes, start + 7));
  });
  if (frames === 0) throw broken();
  return { width, height, frames };
};

const whatGoes = (bytes: Uint8Array, { kind, label, start }: Block): Removed | undefined => {
  if (kind === 'frame' || label === GRAPHIC_CONTROL) return undefined;
  if (label === COMMENT) return 'comment';
  if (label !== APPLICATION) return 'other_metadata';
  const application = byteAt(bytes, start + 2) === 11 ? latin1(bytes, start + 3, start + 14) : '';
  if (KEPT_APPLICATIONS.has(application)) return undefined;
  return application === 'XMP DataXMP' ? 'xmp' : 'other_metadata';
};

/** Every frame and the loop stay; comments, XMP, other applications' blocks and appended data go. */
export const cleanGif = (bytes: Uint8Array): Cleaned => {
  const removed = new Set<Removed>();
  const pieces = createPieces();
  pieces.add(bytes.subarray(0, SCREEN + tableBytes(byteAt(bytes, 10))));
  const end = walk(bytes, (block) => {
    const name = whatGoes(bytes, block);
    if (name) removed.add(name);
    else pieces.add(bytes.subarray(block.start, block.end));
  });
  pieces.add(bytes.subarray(end, end + 1));
  if (bytes.length > end + 1) removed.add('appended_data');
  return { bytes: pieces.join(), removed: [...removed] };
};
