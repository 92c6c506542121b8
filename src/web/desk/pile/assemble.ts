import { prepare } from '../../../client/intake/intake.js';
import { safeFileName } from '../../../client/intake/names.js';
import { concat } from '../../../core/bytes.js';
import { pdfPieces } from '../../../client/pdf/pictures.js';
import { makeThumbnail } from '../../thumbnail.js';
import type { ReadyPaper } from '../engine/leaving.js';
import { pageTools } from './page-tools.js';
import type { PilePage, Source } from './sources.js';
import { pagesOf, type SheetOf, type SortedPaper } from './sorting.js';

/** A paper as it is sent. */
export interface Assembled {
  readonly paper: Omit<ReadyPaper, 'doc'>;
  readonly bytes: Uint8Array;
  readonly thumbnail: Uint8Array | null;
}

/** The file that a paper is, page for page, as it came; null if it was joined, parted or turned. */
const wholeFile = (pages: readonly PilePage[]): Source | null => {
  const [first] = pages;
  if (!first) return null;
  const { source } = first;
  const isWhole =
    pages.length === source.count &&
    pages.every((page, i) => page.source === source && page.number === i && page.quarters === 0);
  return isWhole ? source : null;
};

/** The page as a picture, turned as it was turned. */
const jpegOf = async ({ source, drawing, quarters }: PilePage): Promise<Uint8Array> => {
  if (!drawing) throw new TypeError('nothing to draw');
  let photo: Blob | ImageBitmap = new Blob([source.bytes as Uint8Array<ArrayBuffer>]);
  if (source.mediaType === 'application/pdf') {
    const canvas = document.createElement('canvas');
    await drawing.draw(canvas);
    photo = await createImageBitmap(canvas);
    canvas.width = 0;
  }
  await pageTools().open(photo);
  const { jpeg } = await pageTools().flatten(null, quarters);
  pageTools().forget();
  return jpeg;
};

const small = async (page: PilePage | undefined): Promise<Uint8Array | null> =>
  page?.drawing ? makeThumbnail(await jpegOf(page), 'image/jpeg').catch(() => null) : null;

const sheetOf = async (sheet: SheetOf<PilePage>): Promise<SheetOf<Uint8Array>> => {
  const front = await jpegOf(sheet[0]);
  return sheet[1] ? [front, await jpegOf(sheet[1])] : [front];
};

/**
 * Makes the paper of its pages: the file as it came where nothing was changed, without what it tells of place and scanner; one
 * picture; or a PDF of pictures.
 */
export const assemble = async (sorted: SortedPaper<PilePage>, title: string): Promise<Assembled> => {
  const { kind, sheets } = sorted;
  const pages = pagesOf(sorted);
  const source = wholeFile(pages);
  const said = { title, kind };
  if (source) {
    const { name, bytes } = source;
    const file = prepare({ name, bytes }, { keepMetadata: false });
    const named = { fileName: safeFileName(title, file.extension), mediaType: file.mediaType };
    return {
      paper: { ...said, ...named, pages: file.pages ?? null, notices: [...file.notes] },
      bytes: file.bytes,
      thumbnail: await small(pages[0]),
    };
  }
  const pictures: SheetOf<Uint8Array>[] = [];
  for (const sheet of sheets) pictures.push(await sheetOf(sheet));
  const [first] = pictures;
  const thumbnail = first ? await makeThumbnail(first[0], 'image/jpeg').catch(() => null) : null;
  const isPicture = pictures.length === 1 && first?.length === 1;
  const bytes = isPicture ? first[0] : concat(...pdfPieces(pictures));
  const named = isPicture
    ? { fileName: safeFileName(title, 'jpg'), mediaType: 'image/jpeg' }
    : { fileName: safeFileName(title, 'pdf'), mediaType: 'application/pdf' };
  return { paper: { ...said, ...named, pages: pictures.length, notices: [] }, bytes, thumbnail };
};
