import { type Examined, examine } from '../../../client/intake/intake.js';
import type { PreviewPage } from '../../preview/pages.js';
import { isDrawn } from '../../preview/picture.js';
import { jpegOfHeic } from '../heic/heic.js';
import { pdfPages, picturePage } from './drawings.js';
import type { PileItem } from './sorting.js';

/** A file that pages came from. */
export interface Source {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** How many pages it has here. */
  readonly count: number;
  /** Pages that are not sent or dropped yet. */
  readonly open: Set<string>;
  /** Takes it from the scanner's folder; null where this page may not. */
  readonly remove: (() => Promise<void>) | null;
}

/** One page of a file, as it lies on the pile. */
export interface PilePage extends PileItem {
  readonly source: Source;
  /** Counted from 0 within its file. */
  readonly number: number;
  /** Null for what can't be drawn here. */
  readonly drawing: PreviewPage | null;
  /** Turned so often by 90°, clockwise. */
  readonly quarters: number;
}

let last = 0;

const drawingsOf = async (bytes: Uint8Array, examined: Examined): Promise<PreviewPage[]> => {
  const { mediaType, width = 1, height = 1 } = examined;
  if (mediaType === 'application/pdf') return pdfPages(bytes);
  return isDrawn(mediaType) ? [picturePage(bytes, { mediaType, width, height })] : [];
};

/** What is read of a file. */
interface Read {
  readonly bytes: Uint8Array;
  readonly examined: Examined;
}

/** Whoever is shown the paper need not have an iPhone either: from here on a HEIC is a JPEG like all others. */
const readable = async (given: Uint8Array, name: string): Promise<Read> => {
  const examined = examine(given, name);
  if (examined.mediaType !== 'image/heic') return { bytes: given, examined };
  const { jpeg } = await jpegOfHeic(given);
  return { bytes: jpeg, examined: examine(jpeg, '') };
};

/**
 * The pages of a file: each of a PDF's, one of a picture, and one of what is a paper but can't be drawn here, such as a PDF with
 * a password. Refused as everywhere: `unsupported_type`, `truncated_file`, `too_many_pixels`, …
 */
export const pagesIn = async (file: File, remove: Source['remove']): Promise<PilePage[]> => {
  const { bytes, examined } = await readable(new Uint8Array(await file.arrayBuffer()), file.name);
  const drawings = await drawingsOf(bytes, examined);
  const open = new Set<string>();
  const count = Math.max(1, drawings.length);
  const source: Source = { name: file.name, bytes, mediaType: examined.mediaType, count, open, remove };
  return Array.from({ length: count }, (_, number) => {
    const id = `page-${(last += 1)}`;
    open.add(id);
    const drawing = drawings[number] ?? null;
    return { id, alone: drawing === null, source, number, drawing, quarters: 0 };
  });
};
