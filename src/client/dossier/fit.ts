import { isSafeError } from '../../core/errors.js';
import type { Portal } from '../../core/dossiers.js';
import { find } from '../intake/bytes.js';
import { inspectPdf } from '../intake/pdf.js';
import { EXTENSIONS, sniff } from '../intake/sniff.js';
import { readJpeg } from '../pdf/jpeg.js';

/** What makes papers fit into a portal, where this machine can; each gives null where it can't. */
export interface Tools {
  /** Any picture, upright, as a JPEG of at most so many bytes. */
  jpeg(picture: Uint8Array, most: number): Promise<Uint8Array | null>;
  /** A PDF drawn anew as pictures, of at most so many bytes. */
  redrawn(pdf: Uint8Array, most: number): Promise<Uint8Array | null>;
  /** One PDF of all of them, as `joinPapers` makes it. */
  joined(papers: readonly Uint8Array[]): Promise<Uint8Array>;
}

/** A file as it will be saved. `fits` false: this machine could not make it what the portal takes. */
export interface Fitted {
  readonly bytes: Uint8Array;
  readonly extension: string;
  readonly fits: boolean;
}

const PDF = 'application/pdf';
/** A file is held so far below what a portal takes: not all of them count alike. */
const KEPT_FREE = 0.97;
/** More than any portal takes: a picture of this size is only put upright, not made smaller. */
const ANY_SIZE = 32 * 1024 * 1024;
const EXIF_WITHIN = 4096;

const isPdf = (bytes: Uint8Array): boolean => sniff(bytes) === PDF;

/** Whether a picture can stand on a page as it is: a JPEG that no note of its own turns. */
const isPlainJpeg = (bytes: Uint8Array): boolean => {
  if (sniff(bytes) !== 'image/jpeg' || find(bytes.subarray(0, EXIF_WITHIN), 'Exif\0\0') >= 0) return false;
  try {
    return readJpeg(bytes).width > 0;
  } catch {
    return false;
  }
};

/** No portal opens a PDF that asks for a password. */
const isLocked = (bytes: Uint8Array): boolean => {
  try {
    return inspectPdf(bytes).notes.includes('locked_pdf');
  } catch {
    return false;
  }
};

const accepts = ({ types, bytes: most }: Portal, bytes: Uint8Array): boolean => {
  const type = sniff(bytes);
  return bytes.length <= most && types.includes(type ?? '') && !(type === PDF && isLocked(bytes));
};

const asItIs = (portal: Portal, bytes: Uint8Array): Fitted => {
  const type = sniff(bytes);
  return { bytes, extension: type ? EXTENSIONS[type][0] : 'bin', fits: accepts(portal, bytes) };
};

/** One paper as one file: as it is where the portal takes it so. */
export const fitOne = async (bytes: Uint8Array, portal: Portal, tools: Tools): Promise<Fitted> => {
  if (accepts(portal, bytes)) return asItIs(portal, bytes);
  const most = portal.bytes * KEPT_FREE;
  const made = await (isPdf(bytes) ? tools.redrawn(bytes, most) : tools.jpeg(bytes, most));
  return asItIs(portal, made ?? bytes);
};

/** A paper that can be joined with others; null where this machine can't make it one. */
const joinable = async (bytes: Uint8Array, most: number | null, tools: Tools): Promise<Uint8Array | null> => {
  const isSmall = most === null || bytes.length <= most;
  if (isPdf(bytes)) return isSmall ? bytes : tools.redrawn(bytes, most);
  return isSmall && isPlainJpeg(bytes) ? bytes : tools.jpeg(bytes, most ?? ANY_SIZE);
};

const tryJoined = async (papers: readonly Uint8Array[], tools: Tools): Promise<Uint8Array | null> => {
  try {
    return await tools.joined(papers);
  } catch (error) {
    if (!isSafeError(error, 'broken_file')) throw error;
    return null;
  }
};

const joinedWithin = async (
  papers: readonly Uint8Array[],
  most: number | null,
  tools: Tools,
): Promise<Uint8Array | null> => {
  const ready: Uint8Array[] = [];
  for (const bytes of papers) {
    const one = await joinable(bytes, most, tools);
    if (!one) return null;
    ready.push(one);
  }
  return tryJoined(ready, tools);
};

/** Several papers as one PDF, made smaller only if it has to be; as several files where they can't be joined. */
export const fitTogether = async (
  papers: readonly Uint8Array[],
  portal: Portal,
  tools: Tools,
): Promise<Fitted[]> => {
  const whole = await joinedWithin(papers, null, tools);
  if (whole && accepts(portal, whole)) return [asItIs(portal, whole)];
  const share = Math.floor((portal.bytes * KEPT_FREE) / papers.length);
  const small = whole && (await joinedWithin(papers, share, tools));
  if (small ?? whole) return [asItIs(portal, (small ?? whole) as Uint8Array)];
  const apart: Fitted[] = [];
  for (const bytes of papers) apart.push(await fitOne(bytes, portal, tools));
  return apart.map((one) => ({ ...one, fits: false }));
};

/** A paper of its own made ready for one PDF of everything; null if it can't be: locked, or a picture that can't be decoded here. */
export const pageable = async (bytes: Uint8Array, tools: Tools): Promise<Uint8Array | null> => {
  const one = await joinable(bytes, null, tools);
  return one && (await tryJoined([one], tools));
};
