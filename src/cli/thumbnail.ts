import type { SharpOptions } from 'sharp';
import type { MakeThumbnail } from '../client/intake/intake.js';
import { MAX_PIXELS } from '../client/intake/picture.js';
import { loadSharp, type OpenImage } from './load-sharp.js';

/** A container of 32 KiB holds this many bytes; see `MakeThumbnail`. */
const MAX_BYTES = 32_760;

/** Tried in turn until one fits: sharpness is given up before size. */
const STEPS = [
  { side: 480, quality: 75 },
  { side: 480, quality: 55 },
  { side: 480, quality: 35 },
  { side: 360, quality: 35 },
  { side: 240, quality: 30 },
  { side: 120, quality: 20 },
] as const;

/** Only what intake accepts and the prebuilt library decodes; a PDF or a drawing never reaches a parser here. */
const DECODABLE = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/tiff',
  'image/avif',
  'image/heic',
]);

const OPTIONS: SharpOptions = { failOn: 'error', limitInputPixels: MAX_PIXELS, sequentialRead: true };

/** One decode at 480 px, then encodings of that small picture. */
const shrink = async (open: OpenImage, bytes: Uint8Array): Promise<Uint8Array | null> => {
  const { data, info } = await open(bytes, OPTIONS)
    .autoOrient()
    .resize({ width: STEPS[0].side, height: STEPS[0].side, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: info.channels };
  for (const { side, quality } of STEPS) {
    const small = await open(data, { raw })
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .webp({ quality, effort: 4 })
      .toBuffer();
    if (small.length <= MAX_BYTES) return new Uint8Array(small);
  }
  return null;
};

/**
 * The thumbnail maker of the command line: WebP, upright, at most 480 pixels on its longest side and 32,760 bytes, without
 * metadata. Null for what can't be decoded here (PDF, HEIC of phones) and for damaged pictures; it never throws.
 */
export const makeThumbnail: MakeThumbnail = async (bytes, mediaType) => {
  const open = DECODABLE.has(mediaType) ? await loadSharp() : null;
  try {
    return open && (await shrink(open, bytes));
  } catch {
    return null;
  }
};
