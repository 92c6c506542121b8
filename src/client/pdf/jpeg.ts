import { SafeError } from '../../core/errors.js';

const SOS = 0xda;
const APP0 = 0xe0;
const APP14 = 0xee;
const COM = 0xfe;

const isApp = (marker: number): boolean => marker >= APP0 && marker <= 0xef;
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

interface Segment {
  readonly marker: number;
  readonly start: number;
  /** Excluded; a scan goes on until the end of the file. */
  readonly end: number;
}

const segmentsOf = (bytes: Uint8Array): Segment[] => {
  const segments: Segment[] = [];
  for (let start = 2; ; ) {
    const [fill, marker, high, low] = bytes.subarray(start, start + 4);
    if (fill !== 0xff || marker === undefined || high === undefined || low === undefined)
      throw new SafeError('broken_file');
    const end = marker === SOS ? bytes.length : start + 2 + high * 256 + low;
    segments.push({ marker, start, end });
    if (marker === SOS) return segments;
    start = end;
  }
};

/** What a JPEG of ours consists of; throws `broken_file` for anything else. */
export interface JpegFacts {
  readonly width: number;
  readonly height: number;
  /** 1 for grey, 3 for colours. */
  readonly components: number;
}

export const readJpeg = (bytes: Uint8Array): JpegFacts => {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new SafeError('broken_file');
  const frame = segmentsOf(bytes).find(({ marker }) => isFrame(marker));
  const [, , , , , h1 = 0, h2 = 0, w1 = 0, w2 = 0, components = 0] = frame
    ? bytes.subarray(frame.start, frame.end)
    : [];
  const [width, height] = [w1 * 256 + w2, h1 * 256 + h2];
  if (width === 0 || height === 0 || (components !== 1 && components !== 3))
    throw new SafeError('broken_file');
  return { width, height, components };
};

/**
 * Leaves in a JPEG what a decoder needs and nothing else: no Exif, no XMP, no colour profile, no comment, whatever the
 * browser that encoded it puts there. JFIF and Adobe's colour transform stay.
 */
export const bareJpeg = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const kept = segmentsOf(bytes)
    .filter(({ marker }) => marker !== COM && (!isApp(marker) || marker === APP0 || marker === APP14))
    .map(({ start, end }) => bytes.subarray(start, end));
  const result = new Uint8Array(2 + kept.reduce((sum, { length }) => sum + length, 0));
  result.set([0xff, 0xd8]);
  let at = 2;
  for (const part of kept) {
    result.set(part, at);
    at += part.length;
  }
  return result;
};
