import { fromLatin1, startsWith, u16be, u16le, u32be, u32le } from './bytes.js';
import type { Removed } from './picture.js';

export type ExifFacts = {
  /** 1 to 8; 1 when absent or absurd. */
  readonly orientation: number;
  readonly position: boolean;
  readonly thumbnail: boolean;
};

const NOTHING: ExifFacts = { orientation: 1, position: false, thumbnail: false };
const ORIENTATION = 0x0112;
const GPS = 0x8825;
const BYTE = 1;

/** Reads the first directory of an Exif block (a small TIFF file). What can't be read counts as absent; it never throws. */
export const readExif = (block: Uint8Array): ExifFacts => {
  const tiff = startsWith(block, 'Exif\0\0') ? block.subarray(6) : block;
  const little = startsWith(tiff, 'II*\0');
  if (!little && !startsWith(tiff, 'MM\0*')) return NOTHING;
  const u16 = (at: number): number => (at + 2 > tiff.length ? 0 : little ? u16le(tiff, at) : u16be(tiff, at));
  const u32 = (at: number): number => (at + 4 > tiff.length ? 0 : little ? u32le(tiff, at) : u32be(tiff, at));
  const directory = u32(4);
  const count = u16(directory);
  let orientation = 1;
  let position = false;
  for (let i = 0; i < count; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > tiff.length) break;
    const tag = u16(entry);
    if (tag === GPS) position = true;
    if (tag === ORIENTATION) {
      orientation = u16(entry + 2) === BYTE ? (tiff[entry + 8] ?? 1) : u16(entry + 8) || u32(entry + 8);
    }
  }
  const thumbnail = u32(directory + 2 + 12 * count) !== 0;
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, position, thumbnail };
};

/** What the person is told that an Exif block held. */
export const namesOf = (facts: ExifFacts): Removed[] => [
  'exif',
  ...(facts.position ? (['position'] as const) : []),
  ...(facts.thumbnail ? (['thumbnail'] as const) : []),
];

/** The smallest Exif block that turns a picture upright and says nothing else (26 bytes). */
export const orientationBlock = (orientation: number): Uint8Array =>
  fromLatin1(
    `MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0${String.fromCharCode(orientation)}\0\0\0\0\0\0`,
  );
