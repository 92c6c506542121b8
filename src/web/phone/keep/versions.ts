import { sniff } from '../../../client/intake/sniff.js';
import { SafeError } from '../../../core/errors.js';
import { kindOf } from '../../../core/kinds.js';
import { bareJpeg } from '../../../client/pdf/jpeg.js';
import { ownPages } from '../../capture/pdf-read.js';
import { addDraft, type Draft } from '../store/drafts.js';
import { fromLeaves, type Leaf } from '../store/shots.js';
import { fileRecord, keepNext, leafOf } from './keeping.js';
import { type Page, wholePhoto } from './page.js';

/** What a paper of the safe is, besides its pages: a new version takes it over. */
export interface Renewed {
  readonly doc: string;
  readonly version: number;
  readonly title: string;
  readonly kind: string;
  readonly expires: string | null;
  readonly note: string | null;
  /** Milliseconds since 1970. */
  readonly added: number;
}

const isBare = (jpeg: Uint8Array): boolean => {
  try {
    return bareJpeg(jpeg).length === jpeg.length;
  } catch {
    return false;
  }
};

/** Pages of a paper as it was kept: those that we made as they are, another picture drawn anew. @throws SafeError `unsupported_type` */
const pagesOfKept = async (bytes: Uint8Array): Promise<(readonly Uint8Array[])[]> => {
  const type = sniff(bytes);
  if (type === 'application/pdf') {
    const own = ownPages(bytes);
    if (!own) throw new SafeError('unsupported_type');
    return own.map((page) => [...page]);
  }
  if (type === 'image/jpeg' && isBare(bytes)) return [[bytes]];
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type: type ?? '' });
  return [[(await wholePhoto(blob)).jpeg]];
};

const recordOf = ({ doc, version, title, kind, expires, note, added }: Renewed) => ({
  title,
  kind,
  expires,
  note,
  added,
  notices: [],
  replaces: { doc, version },
});

/** A new version that has the same pages still; of a card, front and back of one sheet. */
const keptAgain = async (paper: Renewed, before: Uint8Array, willBeCard: boolean): Promise<Draft> => {
  const kept = await pagesOfKept(before);
  const isFront = willBeCard && kept.flat().length === 1 && kindOf(paper.kind)?.twoSided === true;
  const sheets: (readonly Leaf[])[] = [];
  for (const one of kept) sheets.push(await Promise.all(one.map((jpeg) => leafOf({ jpeg }))));
  const isCard = isFront || kept.some(({ length }) => length === 2);
  const { record, parts } = fromLeaves(sheets, isCard);
  return addDraft({ ...recordOf(paper), ...record, named: false }, parts);
};

/** A new version in which pages are put in another order. @throws SafeError `unsupported_type` for a PDF of somebody else */
export const keepOpened = (paper: Renewed, before: Uint8Array): Promise<Draft> =>
  keptAgain(paper, before, false);

/**
 * A new version of a paper of the safe, with a further page behind those that it has. The person looks at it before it
 * goes there. @throws SafeError `unsupported_type` for a PDF of somebody else
 */
export const keepGrown = async (paper: Renewed, before: Uint8Array, page: Page): Promise<Draft> => {
  const begun = await keptAgain(paper, before, true);
  return (await keepNext(begun.id, page)) ?? begun;
};

/** A new version of other pages. How long the old one was valid says nothing of it. */
export const keepRenewed = async (paper: Renewed, page: Page): Promise<Draft> => {
  const { record, parts } = fromLeaves([[await leafOf(page)]], false);
  return addDraft({ ...recordOf({ ...paper, expires: null }), ...record, named: false }, parts);
};

/** The same with a file that no canvas takes. */
export const keepRenewedFile = async (paper: Renewed, file: Blob, name: string): Promise<Draft> => {
  const { record, parts } = fileRecord(new Uint8Array(await file.arrayBuffer()), name);
  return addDraft({ ...recordOf({ ...paper, expires: null }), ...record, named: false }, parts);
};

/** Whether a further page can come behind those of a kept paper: not in a PDF of somebody else. */
export const canGrow = (bytes: Uint8Array): boolean =>
  sniff(bytes) !== 'application/pdf' || ownPages(bytes) !== null;
