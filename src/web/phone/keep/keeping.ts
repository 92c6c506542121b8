import { examine, prepare } from '../../../client/intake/intake.js';
import { sniff } from '../../../client/intake/sniff.js';
import { SafeError } from '../../../core/errors.js';
import { addDraft, type Draft } from '../store/drafts.js';
import { type Page, smallPicture, wholePhoto } from './page.js';

/** What a paper is before the person said which one it is. */
const UNNAMED = { kind: 'other', expires: null, named: false } as const;

/** Where a paper comes from: what another app, or a page, handed over waits until it is named. */
interface From {
  readonly shared?: boolean;
}

/** Keeps a page on this phone, sealed. */
export const keepPage = async (page: Page, title: string, from: From = {}): Promise<Draft> =>
  addDraft(
    {
      ...UNNAMED,
      ...from,
      title,
      fileName: 'photo.jpg',
      mediaType: 'image/jpeg',
      pages: null,
      notices: [],
      size: page.jpeg.length,
      added: Date.now(),
    },
    page.jpeg,
    await smallPicture(page),
  );

/** A file that no canvas takes: a PDF, or a picture that this browser can't decode. Cleaned without being decoded. */
const keepAsItIs = async (bytes: Uint8Array, name: string, from: From): Promise<Draft> => {
  const file = prepare({ name, bytes }, { keepMetadata: false });
  return addDraft(
    {
      ...UNNAMED,
      ...from,
      title: file.title,
      fileName: file.fileName,
      mediaType: file.mediaType,
      pages: file.pages ?? null,
      notices: file.notes,
      size: file.bytes.length,
      added: Date.now(),
    },
    file.bytes,
    null,
  );
};

const decoded = async (bytes: Uint8Array<ArrayBuffer>, mediaType: string): Promise<Page | null> => {
  try {
    return await wholePhoto(new Blob([bytes], { type: mediaType }));
  } catch {
    return null;
  }
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
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { mediaType } = examine(bytes, name);
  if (sniff(bytes) === 'application/pdf') return keepAsItIs(bytes, name, from);
  const page = await decoded(bytes, mediaType);
  return page ? keepPage(page, title, from) : keepAsItIs(bytes, name, from);
};

/** The same of what another app shares. */
export const keepShared = (file: Blob, name: string, title: string): Promise<Draft> =>
  keepFile(file, name, title, { shared: true });

/** Storage that is full is said as what it is. */
export const asRefusal = (error: unknown): unknown =>
  error instanceof DOMException && error.name === 'QuotaExceededError'
    ? new SafeError('cannot_save', { cause: error, details: { reason: 'full' } })
    : error;
