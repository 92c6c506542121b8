import { examine, prepare } from '../../../client/intake/intake.js';
import { SafeError } from '../../../core/errors.js';
import { addDraft, type Draft } from '../store/drafts.js';
import { addShot, fromLeaves, type Leaf } from '../store/shots.js';
import { type Page, smallPicture, wholePhoto } from './page.js';

/** What a paper is before the person said which one it is. */
const UNNAMED = { kind: 'other', expires: null, note: null, named: false } as const;

/** Where a paper comes from: what another app, or a page, handed over waits until it is named. */
interface From {
  readonly shared?: boolean;
}

/** A page as it is laid down: with its small picture, made here where it comes without. */
export const leafOf = async ({ jpeg, small }: Pick<Page, 'jpeg'> & Partial<Page>): Promise<Leaf> => ({
  jpeg,
  small: small === undefined ? await smallPicture(jpeg) : small,
});

/** Keeps a page on this phone, sealed: the first one of a paper. */
export const keepPage = async (page: Page, title: string, from: From = {}): Promise<Draft> => {
  const { record, parts } = fromLeaves([[await leafOf(page)]], false);
  return addDraft({ ...UNNAMED, ...from, ...record, title, notices: [], added: Date.now() }, parts);
};

/** A further page of a paper that lies here; null if it is not here (any more). */
export const keepNext = async (id: string, page: Page): Promise<Draft | null> =>
  addShot(id, await leafOf(page));

/** A file that no canvas takes: a PDF, or a picture that this browser can't decode. Cleaned without being decoded. */
export const fileRecord = (bytes: Uint8Array, name: string) => {
  const file = prepare({ name, bytes }, { keepMetadata: false });
  const { title, fileName, mediaType } = file;
  return {
    title,
    record: { fileName, mediaType, pages: file.pages ?? null, notices: file.notes, size: file.bytes.length },
    parts: { '': file.bytes },
  };
};

const keepAsItIs = (bytes: Uint8Array, name: string, from: From): Promise<Draft> => {
  const { title, record, parts } = fileRecord(bytes, name);
  return addDraft({ ...UNNAMED, ...from, ...record, title, added: Date.now() }, parts);
};

/** A chosen picture drawn anew, as a photo is; null for what can't be. Throws as {@link keepFile} does. */
export const pageOf = async (file: Blob, name: string): Promise<Page | null> => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { mediaType } = examine(bytes, name);
  if (mediaType === 'application/pdf') return null;
  return wholePhoto(new Blob([bytes], { type: mediaType })).catch(() => null);
};

/**
 * Whether a chosen file is a picture, to be looked at before it is kept. Refused by what its header says, before a decoder
 * fills the memory. Throws as {@link keepFile} does.
 */
export const isPicture = async (file: Blob, name: string): Promise<boolean> =>
  examine(new Uint8Array(await file.arrayBuffer()), name).mediaType !== 'application/pdf';

/**
 * Keeps a chosen file. A picture is drawn anew, as a photo is; everything else is kept as it is, cleaned of what tells where
 * and with what it was made.
 *
 * @throws SafeError what `client/intake` refuses: `empty_file`, `unsupported_type`, `truncated_file`, `broken_file`, …
 */
export const keepFile = async (file: Blob, name: string, title: string, from: From = {}): Promise<Draft> => {
  const page = await pageOf(file, name);
  return page
    ? keepPage(page, title, from)
    : keepAsItIs(new Uint8Array(await file.arrayBuffer()), name, from);
};

/** The same of what another app shares. */
export const keepShared = (file: Blob, name: string, title: string): Promise<Draft> =>
  keepFile(file, name, title, { shared: true });

/** Storage that is full is said as what it is. */
export const asRefusal = (error: unknown): unknown =>
  error instanceof DOMException && error.name === 'QuotaExceededError'
    ? new SafeError('cannot_save', { cause: error, details: { reason: 'full' } })
    : error;
