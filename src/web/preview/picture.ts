import { MAX_SIDE, type Preview } from './pages.js';

/** Kinds that browsers decode to pixels and nothing else. */
const DRAWN = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/avif']);

export const isDrawn = (mediaType: string | undefined): boolean =>
  mediaType !== undefined && DRAWN.has(mediaType);

/** A picture of a kind that `isDrawn` allows, decoded here; rejects for what the browser can't decode. */
export const openPicture = async (bytes: Uint8Array, mediaType: string): Promise<Preview> => {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType });
  let bitmap: ImageBitmap | null = await createImageBitmap(blob);
  const { width, height } = bitmap;
  const scale = Math.min(1, MAX_SIDE / Math.max(width, height));
  const draw = async (canvas: HTMLCanvasElement): Promise<void> => {
    bitmap ??= await createImageBitmap(blob);
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (context) context.imageSmoothingQuality = 'high';
    context?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    bitmap = null;
  };
  return {
    pages: [{ ratio: width / height, text: null, draw }],
    total: 1,
    close: () => bitmap?.close(),
  };
};
