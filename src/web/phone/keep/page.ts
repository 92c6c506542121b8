/** One page of a paper as it is kept: a JPEG that holds the picture and nothing else. */
export interface Page {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Longest side; a line of 2 mm on A4 still has 13 pixels. */
const MAX_SIDE = 2000;
/** A page is at most so large; sharpness is given up before size. */
const PAGE_BYTES = 300_000;
const QUALITIES = [0.7, 0.6, 0.5, 0.4] as const;

/** A picture on a canvas, its longest side at most so long. */
export const drawn = (picture: ImageBitmap, longest: number): OffscreenCanvas => {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)),
  );
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('no canvas');
  context.imageSmoothingQuality = 'high';
  // what is transparent becomes paper, not black
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
};

export const jpegOf = async (canvas: OffscreenCanvas, quality: number): Promise<Uint8Array<ArrayBuffer>> => {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return new Uint8Array(await blob.arrayBuffer());
};

/** The whole photo, upright and shrunk. Drawn anew, so that nothing of where and with what it was taken comes along. */
export const wholePhoto = async (shot: Blob): Promise<Page> => {
  const picture = await createImageBitmap(shot);
  const canvas = drawn(picture, MAX_SIDE);
  picture.close();
  let jpeg = new Uint8Array(0);
  for (const quality of QUALITIES) {
    jpeg = await jpegOf(canvas, quality);
    if (jpeg.length <= PAGE_BYTES) break;
  }
  return { jpeg, width: canvas.width, height: canvas.height };
};

/** A container of 32 KiB holds this many bytes. */
const SMALL_BYTES = 32_760;
const SMALL = [
  { side: 480, quality: 0.7 },
  { side: 360, quality: 0.5 },
  { side: 240, quality: 0.4 },
  { side: 120, quality: 0.3 },
] as const;

/** The small picture of a page, for lists; null if none gets small enough. */
export const smallPicture = async ({ jpeg }: Page): Promise<Uint8Array | null> => {
  const picture = await createImageBitmap(
    new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }),
  );
  for (const { side, quality } of SMALL) {
    const bytes = await jpegOf(drawn(picture, side), quality);
    if (bytes.length <= SMALL_BYTES) return bytes;
  }
  return null;
};
