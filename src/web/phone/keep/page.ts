import { encodePage, shrunk, smallJpeg } from '../../capture/encode.js';
import { type FlatPage, type Frame, PAGE_SIDE } from '../../capture/messages.js';
import { turnedCanvas } from '../straighten/turn.js';

/** One page of a paper as it is kept: a JPEG that holds the picture and nothing else. */
export interface Page {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** The same in small, for lists; null where none gets small enough. */
  readonly small: Uint8Array | null;
}

/** The whole photo, upright and shrunk. Drawn anew, so that nothing of where and with what it was taken comes along. */
export const wholePhoto = async (shot: Blob | Frame): Promise<FlatPage> => {
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

/** The small picture of a page that lies here already, for lists; null if none gets small enough. */
export const smallPicture = async (jpeg: Uint8Array): Promise<Uint8Array | null> => {
  const picture = await pictureOf(jpeg);
  const small = await smallJpeg(picture);
  picture.close();
  return small;
};
