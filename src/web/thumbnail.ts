import type { MakeThumbnail } from '../client/intake/intake.js';

/** A container of 32 KiB holds this many bytes; see `MakeThumbnail`. */
const MAX_BYTES = 32_760;

/** Tried in turn until one fits: sharpness is given up before size. */
const STEPS = [
  { side: 480, quality: 0.75 },
  { side: 480, quality: 0.5 },
  { side: 360, quality: 0.4 },
  { side: 240, quality: 0.3 },
] as const;

const shrink = async (picture: ImageBitmap, side: number, quality: number): Promise<Uint8Array | null> => {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return null;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  // a browser that can't write WebP writes a PNG, which is too large
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
  const wanted =
    blob.type === 'image/webp' ? blob : await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await wanted.arrayBuffer());
};

/** The small picture for the person's list; null for what this browser can't draw. Never throws. */
export const makeThumbnail: MakeThumbnail = async (bytes, mediaType) => {
  if (mediaType === 'application/pdf') return null;
  try {
    const picture = await createImageBitmap(
      new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }),
    );
    try {
      for (const { side, quality } of STEPS) {
        const small = await shrink(picture, side, quality);
        if (small && small.length <= MAX_BYTES) return small;
      }
      return null;
    } finally {
      picture.close();
    }
  } catch {
    return null;
  }
};
