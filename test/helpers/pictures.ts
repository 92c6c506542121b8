import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { isPicture, readHeif } from '../../src/client/intake/heif-file.js';

/** The bytes of a file under test/fixtures. */
export const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../test/fixtures/${name}`, import.meta.url)));

export const contains = (bytes: Uint8Array, text: string): boolean =>
  Buffer.from(bytes).includes(text, 0, 'latin1');

export const join = (...parts: (Uint8Array | string | number[])[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    ),
  );

/** A picture whose every pixel differs, so that a changed, turned or shifted one is noticed. */
export const noise = (width = 40, height = 24, channels: 3 | 4 = 3) => {
  let state = 1;
  const raw = Buffer.from(
    Array.from({ length: width * height * channels }, () => {
      state = (state * 48271) % 2147483647;
      return state & 255;
    }),
  );
  return sharp(raw, { raw: { width, height, channels } });
};

/** Metadata that must not survive, in every place where `sharp` can write it. */
export const tagged = (picture: Sharp, orientation = 1): Sharp =>
  picture
    .withMetadata({ orientation })
    .withExifMerge({
      IFD0: { Artist: 'CANARY-EXIF' },
      IFD3: { GPSLatitude: '44/1 0/1 0/1', GPSLatitudeRef: 'N' },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>CANARY-XMP</a></x:xmpmeta>');

const digest = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** Digest of the decoded pixels of all pages as they are stored, and their shape. */
export const stored = async (bytes: Uint8Array): Promise<string> => {
  const { data, info } = await sharp(bytes, { pages: -1, failOn: 'warning' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return `${info.width}x${info.height}x${info.channels} ${digest(data)}`;
};

/** Digest of the decoded pixels as shown, turned upright. */
export const shown = async (bytes: Uint8Array): Promise<string> => {
  const { data, info } = await sharp(bytes).autoOrient().raw().toBuffer({ resolveWithObject: true });
  return `${info.width}x${info.height}x${info.channels} ${digest(data)}`;
};

/** The coded picture of a HEIC or AVIF, for machines that can't decode it. */
export const codedPicture = (bytes: Uint8Array): Uint8Array[] => {
  const file = readHeif(bytes);
  const pictures = new Set(file.items.filter(isPicture).map(({ id }) => id));
  return file.locations
    .filter(({ id, method }) => method === 0 && pictures.has(id))
    .flatMap(({ extents }) => extents.map(({ offset, length }) => bytes.subarray(offset, offset + length)));
};

/** A JPEG segment with its length. */
export const segment = (marker: number, payload: Uint8Array | string): Uint8Array => {
  const length = payload.length + 2;
  return join([0xff, marker, length >> 8, length & 255], payload);
};

/** Puts parts behind the start marker of a JPEG. */
export const withSegments = (jpeg: Uint8Array, ...segments: Uint8Array[]): Uint8Array =>
  join(jpeg.subarray(0, 2), ...segments, jpeg.subarray(2));

/** A minimal PDF of some pages, with a right table of contents. */
export const makePdf = (pages = 1, catalog = ''): Uint8Array => {
  const kids = Array.from({ length: pages }, (_, i) => `${i + 3} 0 R`).join(' ');
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    ...Array.from({ length: pages }, () => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return join(body + table + trailer);
};
