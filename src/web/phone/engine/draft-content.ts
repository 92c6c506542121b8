import { concat } from '../../../core/bytes.js';
import { damaged } from '../../../core/errors.js';
import { allPages, printedPages } from '../../capture/pages.js';
import { type PdfPage, pdfPieces } from '../../../client/pdf/pictures.js';
import { draftPart, readDraft, type Shot, smallOf } from '../store/drafts.js';

const pictureOf = async (id: string, { name }: Shot): Promise<Uint8Array> => {
  const jpeg = await draftPart(id, name);
  if (!jpeg) throw damaged();
  return jpeg;
};

/** A paper that lies on this phone, as the file that goes into the safe. The same pages make the same bytes. */
export const draftContent = async (id: string): Promise<Uint8Array | null> => {
  const shots = (await readDraft(id))?.shots;
  if (!shots) return draftPart(id, '');
  const [only, second] = allPages(shots);
  if (!only) return null;
  if (!second) return pictureOf(id, only);
  const pages: PdfPage[] = [];
  for (const [front, back] of printedPages(shots)) {
    const first = await pictureOf(id, front);
    pages.push(back ? [first, await pictureOf(id, back)] : [first]);
  }
  return concat(...pdfPieces(pages));
};

/** The small picture of its first page. */
export const draftThumbnail = async (id: string): Promise<Uint8Array | null> => {
  const shots = (await readDraft(id))?.shots;
  return draftPart(id, smallOf(shots ? (allPages(shots)[0]?.name ?? '') : ''));
};
