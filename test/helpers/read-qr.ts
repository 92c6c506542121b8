import jsqr from 'jsqr';
import sharp from 'sharp';
import { sure } from './cheating.js';

/** What any phone's camera reads of a code on a screen. */
export const readQr = async (picture: Buffer): Promise<string> => {
  const { data, info } = await sharp(picture)
    .resize(800)
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  return sure(jsqr.default(pixels, info.width, info.height)?.data);
};
