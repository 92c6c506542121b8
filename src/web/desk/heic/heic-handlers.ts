import { drawn, shrunk } from '../../capture/encode.js';
import { bareJpeg } from '../../../client/pdf/jpeg.js';
import { MAX_SIDE } from '../../preview/pages.js';
import { type Libheif, loadLibheif } from './libheif.js';
import { decodeHeic } from './pixels.js';

/** A photo as any browser shows it: nothing in the file but the picture. */
export interface JpegPhoto {
  readonly jpeg: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const QUALITY = 0.85;

let library: Promise<Libheif> | undefined;

/** Makes a JPEG of a HEIC, fine enough to be printed. @throws SafeError `broken_file` */
const toJpeg = async (bytes: Uint8Array): Promise<JpegPhoto> => {
  library ??= loadLibheif();
  const canvas = shrunk(drawn(decodeHeic(await library, bytes)), MAX_SIDE);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  const { width, height } = canvas;
  return { jpeg: bareJpeg(new Uint8Array(await blob.arrayBuffer())), width, height };
};

export const handlers = { toJpeg };

export type HeicEngine = typeof handlers;
