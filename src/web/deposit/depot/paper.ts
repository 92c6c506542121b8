import {
  examinePdfEnds,
  type Examined,
  MAX_PICTURE_BYTES,
  namesFor,
  prepare,
} from '../../../client/intake/intake.js';
import { PDF_HEAD_BYTES, PDF_TAIL_BYTES } from '../../../client/intake/pdf.js';
import { sniff } from '../../../client/intake/sniff.js';
import { makeHeader, SALT_BYTES, storedBytes } from '../../../core/crypto/container/header.js';
import { SafeError } from '../../../core/errors.js';
import { makeThumbnail } from '../../thumbnail.js';

/** A file as it is left. */
export interface ReadyPaper {
  readonly length: number;
  /** Bytes of its content as they are stored: what counts against limits. */
  readonly stored: number;
  /** Whether the place where a photo was taken was in it, and was taken out. */
  readonly hadPlace: boolean;
  readonly metadata: {
    readonly title: string;
    readonly kind: 'other';
    readonly fileName: string;
    readonly mediaType: string;
    readonly expires: null;
    readonly note: null;
    readonly pages: number | null;
    readonly notices: readonly string[];
  };
  readonly open: () => AsyncIterable<Uint8Array>;
  readonly thumbnail: () => Promise<Uint8Array | null>;
}

const PIECE = 1024 * 1024;

const readSlice = async (file: File, start: number, end: number): Promise<Uint8Array> => {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (cause) {
    // a folder, a file that was taken away, or one that changed since it was chosen
    throw new SafeError('file_unreadable', { cause });
  }
};

async function* streamed(file: File): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.size; at += PIECE) {
    yield await readSlice(file, at, Math.min(at + PIECE, file.size));
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const ANYWHERE = {
  safe: new Uint8Array(16),
  document: new Uint8Array(16),
  version: 1,
  kind: 'content',
} as const;

const storedSize = (length: number): number =>
  storedBytes(makeHeader(ANYWHERE, length, new Uint8Array(SALT_BYTES)));

const describe = (examined: Examined, name: string): ReadyPaper['metadata'] => ({
  ...namesFor(name, examined.extension),
  kind: 'other',
  mediaType: examined.mediaType,
  expires: null,
  note: null,
  pages: examined.pages ?? null,
  notices: [...examined.notes],
});

/** A PDF is never altered, so it need not be held in memory: its two ends tell what must be known. */
const largePdf = async (file: File, head: Uint8Array): Promise<ReadyPaper> => {
  const tail = await readSlice(file, Math.max(0, file.size - PDF_TAIL_BYTES), file.size);
  const examined = examinePdfEnds(head, tail, file.size, file.name);
  return {
    length: file.size,
    stored: storedSize(file.size),
    hadPlace: false,
    metadata: describe(examined, file.name),
    open: () => streamed(file),
    thumbnail: async () => null,
  };
};

/**
 * Looks at a file and makes it ready, before anything is sent: a photo whole in memory (64 MB at most) without what it tells
 * of place and camera, a larger PDF by its two ends. Throws what intake throws, and `file_unreadable`.
 */
export const readPaper = async (file: File): Promise<ReadyPaper> => {
  const head = await readSlice(file, 0, PDF_HEAD_BYTES);
  const isLarge = file.size > PDF_TAIL_BYTES && sniff(head) === 'application/pdf';
  if (isLarge || file.size > MAX_PICTURE_BYTES) return largePdf(file, head);
  const bytes = await readSlice(file, 0, file.size);
  const prepared = prepare({ name: file.name, bytes }, { keepMetadata: false });
  return {
    length: prepared.bytes.length,
    stored: storedSize(prepared.bytes.length),
    hadPlace: prepared.removed.includes('position'),
    metadata: describe(prepared, file.name),
    open: () => once(prepared.bytes),
    thumbnail: () => makeThumbnail(prepared.bytes, prepared.mediaType),
  };
};
