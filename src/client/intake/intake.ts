import { SafeError } from '../../core/errors.js';
import { cleanGif, inspectGif } from './gif.js';
import { cleanHeic, inspectHeic } from './heic.js';
import { cleanJpeg, inspectJpeg } from './jpeg.js';
import { safeFileName, titleFrom } from './names.js';
import { type Note, byName } from './notes.js';
import { type Pdf, inspectPdf, inspectPdfEnds } from './pdf.js';
import type { Cleaned, Picture } from './picture.js';
import { cleanPng, inspectPng } from './png.js';
import { EXTENSIONS, type MediaType, looksLike, sniff } from './sniff.js';
import { cleanTiff } from './tiff-clean.js';
import { inspectTiff } from './tiff.js';
import { cleanWebp, inspectWebp } from './webp.js';

/** What a file is, by its content. Width and height in pixels as shown. */
export type Examined = {
  readonly mediaType: MediaType;
  readonly extension: string;
  readonly width?: number;
  readonly height?: number;
  readonly pages?: number;
  readonly notes: Note[];
};

/** A file ready to be encrypted: the bytes to keep and what is shown of them. */
export type Prepared = Examined &
  Cleaned & {
    /** Shown in lists; the person may change it. */
    readonly title: string;
    /** Safe on any disk and in a ZIP. */
    readonly fileName: string;
  };

/** Makes a small picture for lists; null when this device can't. At most 32,760 bytes, so that its container holds 32 KiB. */
export type MakeThumbnail = (bytes: Uint8Array, mediaType: string) => Promise<Uint8Array | null>;

/** Photos are read whole into memory; twice this is the most that cleaning one takes. */
export const MAX_PICTURE_BYTES = 64 * 1024 * 1024;

type Format = { readonly inspect: (b: Uint8Array) => Picture; readonly clean: (b: Uint8Array) => Cleaned };

const PICTURES: Readonly<Record<Exclude<MediaType, 'application/pdf'>, Format>> = {
  'image/jpeg': { inspect: inspectJpeg, clean: cleanJpeg },
  'image/png': { inspect: inspectPng, clean: cleanPng },
  'image/webp': { inspect: inspectWebp, clean: cleanWebp },
  'image/heic': { inspect: inspectHeic, clean: cleanHeic },
  'image/avif': { inspect: inspectHeic, clean: cleanHeic },
  'image/gif': { inspect: inspectGif, clean: cleanGif },
  'image/tiff': { inspect: inspectTiff, clean: cleanTiff },
};

// Endings that a person may take for the kind of a file. Any other dot in a name may be just a dot.
const OTHER_ENDINGS =
  'bmp svg html htm txt csv doc docx odt xls xlsx zip exe com bat cmd scr js mp4 mov heics';
const KNOWN_ENDINGS = new Set([...Object.values(EXTENSIONS).flat(), ...OTHER_ENDINGS.split(' ')]);

const contradicts = (name: string, mediaType: MediaType): boolean => {
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name.slice(-9))?.[1]?.toLowerCase();
  return ending !== undefined && KNOWN_ENDINGS.has(ending) && !EXTENSIONS[mediaType].includes(ending);
};

/** An identity card of this size can still be read, barely. */
const TINY = 150;

const examinePicture = (bytes: Uint8Array, name: string, mediaType: keyof typeof PICTURES): Examined => {
  if (bytes.length > MAX_PICTURE_BYTES) {
    throw new SafeError('file_too_large', { details: { size: bytes.length, limit: MAX_PICTURE_BYTES } });
  }
  const { width, height, frames } = PICTURES[mediaType].inspect(bytes);
  const paged = mediaType === 'image/tiff';
  const notes = byName({
    animated: frames > 1 && !paged,
    tiny_picture: Math.min(width, height) < TINY,
    name_does_not_match: contradicts(name, mediaType),
  });
  return { mediaType, extension: EXTENSIONS[mediaType][0], width, height, pages: paged ? frames : 1, notes };
};

const asExamined = (pdf: Pdf, name: string): Examined => {
  const mediaType = 'application/pdf';
  const notes = [...pdf.notes, ...byName({ name_does_not_match: contradicts(name, mediaType) })];
  return { mediaType, extension: EXTENSIONS[mediaType][0], ...pdf, notes };
};

const acceptedKind = (head: Uint8Array, size: number): MediaType => {
  if (size === 0) throw new SafeError('empty_file');
  const mediaType = sniff(head);
  if (!mediaType) throw new SafeError('unsupported_type', { details: { looksLike: looksLike(head) } });
  return mediaType;
};

/**
 * Says what a file is, by its content and not by its name, without decoding a pixel. Throws `empty_file`, `unsupported_type`
 * (with `looksLike`), `truncated_file`, `broken_file`, `too_many_pixels` or `file_too_large`, so that nothing is sent.
 */
export const examine = (bytes: Uint8Array, name: string): Examined => {
  const mediaType = acceptedKind(bytes, bytes.length);
  if (mediaType === 'application/pdf') return asExamined(inspectPdf(bytes), name);
  return examinePicture(bytes, name, mediaType);
};

/**
 * The same for a PDF too large to be held in memory, by its first `PDF_HEAD_BYTES` and last `PDF_TAIL_BYTES`; these may overlap.
 * Its page count may stay unknown. Throws as `examine` does, and `file_too_large` when the file is a picture.
 */
export const examinePdfEnds = (head: Uint8Array, tail: Uint8Array, size: number, name: string): Examined => {
  const mediaType = acceptedKind(head, size);
  if (mediaType !== 'application/pdf') throw new SafeError('file_too_large', { details: { size } });
  return asExamined(inspectPdfEnds(head, tail, size), name);
};

/**
 * Takes out of a picture everything that is not the picture: position, device, times, names, comments, thumbnails, appended
 * videos. No pixel is decoded or changed, and it is still shown upright. A PDF comes back as it is. Throws as `examine` does.
 */
export const cleanPhoto = (bytes: Uint8Array, mediaType: MediaType): Cleaned =>
  mediaType === 'application/pdf' ? { bytes, removed: [] } : PICTURES[mediaType].clean(bytes);

/** The names a paper gets: one for lists, one for disks. */
export const namesFor = (name: string, extension: string): { title: string; fileName: string } => {
  const title = titleFrom(name);
  return { title, fileName: safeFileName(title, extension) };
};

/** Examines a file, cleans it unless `keepMetadata`, and names it. Throws as `examine` does; then nothing of it is kept. */
export const prepare = (
  file: { readonly name: string; readonly bytes: Uint8Array },
  options: { readonly keepMetadata: boolean },
): Prepared => {
  const examined = examine(file.bytes, file.name);
  const cleaned = options.keepMetadata
    ? { bytes: file.bytes, removed: [] }
    : cleanPhoto(file.bytes, examined.mediaType);
  return { ...examined, ...cleaned, ...namesFor(file.name, examined.extension) };
};
