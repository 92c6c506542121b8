import { encodePage, shrunk } from '../../capture/encode.js';
import { type FlatPage, PAGE_SIDE } from '../../capture/messages.js';
import { turnedCanvas } from '../straighten/turn.js';

/** One page of a paper as it is kept: a JPEG that holds the picture and nothing else. */
export interface Page {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The whole photo, upright and shrunk. Drawn anew, so that nothing of where and with what it was taken comes along. */
export const wholePhoto = async (shot: Blob): Promise<FlatPage> => {
  const picture = await createImageBitmap(shot);
  const canvas = shrunk(picture, PAGE_SIDE);
  picture.close();
  return encodePage(canvas);
};

const pictureOf = (jpeg: Uint8Array): Promise<ImageBitmap> =>
  createImageBitmap(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));

/** A page turned by a quarter, clockwise. */
export const turnedPage = async (jpeg: Uint8Array): Promise<FlatPage> => {
  const picture = await pictureOf(jpeg);
  const canvas = turnedCanvas(picture);
  picture.close();
  return encodePage(canvas);
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
export const smallPicture = async (jpeg: Uint8Array): Promise<Uint8Array | null> => {
  const picture = await pictureOf(jpeg);
  for (const { side, quality } of SMALL) {
    const blob = await shrunk(picture, side).convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= SMALL_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  return null;
};
