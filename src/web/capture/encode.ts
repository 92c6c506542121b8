import type { Pixels } from './find/pixels.js';
import { bareJpeg } from '../../client/pdf/jpeg.js';
import { type FlatPage, type Frame, PAGE_BYTES } from './messages.js';

/** From the best to what letters still bear. */
const QUALITIES = [0.82, 0.74, 0.66, 0.58, 0.5, 0.42];
/** What comes after the last quality: fewer pixels. */
const SMALLER = 0.8;

export const canvasOf = (width: number, height: number) => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.imageSmoothingQuality = 'high';
  return { canvas, context };
};

export const drawn = (picture: Pixels): OffscreenCanvas => {
  const { canvas, context } = canvasOf(picture.width, picture.height);
  const data = picture.data as Uint8ClampedArray<ArrayBuffer>;
  context.putImageData(new ImageData(data, picture.width, picture.height), 0, 0);
  return canvas;
};

/** A smaller copy whose longer side has at most so many pixels. */
export const shrunk = (source: OffscreenCanvas | Frame, longest: number): OffscreenCanvas => {
  const width = 'displayWidth' in source ? source.displayWidth : source.width;
  const height = 'displayHeight' in source ? source.displayHeight : source.height;
  const scale = Math.min(1, longest / Math.max(width, height));
  const { canvas, context } = canvasOf(
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  );
  // what is transparent becomes paper, not black
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas;
};

/** A container of 32 KiB holds this many bytes. */
const SMALL_BYTES = 32_760;
const SMALL = [
  { side: 480, quality: 0.7 },
  { side: 360, quality: 0.5 },
  { side: 240, quality: 0.4 },
  { side: 120, quality: 0.3 },
] as const;

/** A picture in small, for lists, as a JPEG; null if none gets small enough. */
export const smallJpeg = async (source: OffscreenCanvas | Frame): Promise<Uint8Array<ArrayBuffer> | null> => {
  for (const { side, quality } of SMALL) {
    const blob = await shrunk(source, side).convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= SMALL_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  return null;
};

/** The page as a JPEG of at most `PAGE_BYTES`, as good as that allows, with nothing in it but the picture. */
export const encodePage = async (canvas: OffscreenCanvas): Promise<FlatPage> => {
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    const jpeg = bareJpeg(new Uint8Array(await blob.arrayBuffer()));
    if (jpeg.length <= PAGE_BYTES) {
      // from the pixels that are here: nobody decodes the page again for it
      return { jpeg, width: canvas.width, height: canvas.height, small: await smallJpeg(canvas) };
    }
  }
  return encodePage(shrunk(canvas, Math.max(canvas.width, canvas.height) * SMALLER));
};
