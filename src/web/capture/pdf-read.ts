import { concat } from '../../core/bytes.js';
import { type PdfPage, pdfPieces } from '../../client/pdf/pictures.js';

/** Longer than any dictionary that we write: the list of 30 pages. */
const HEAD_BYTES = 2048;

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

interface Read {
  readonly dictionary: string;
  readonly stream: Uint8Array | null;
}

/** Objects one after the other, as {@link pdfPieces} writes them. */
function* objectsOf(bytes: Uint8Array): Generator<Read> {
  const first = /^%PDF-1\.4\n%....\n/s.exec(latin1(bytes.subarray(0, 32)));
  for (let at = first ? first[0].length : bytes.length; at < bytes.length; ) {
    const head = /^\d+ 0 obj\n<< (.*?) >>\n(stream\n|endobj\n)/s.exec(
      latin1(bytes.subarray(at, at + HEAD_BYTES)),
    );
    if (!head) return;
    const [all, dictionary = '', next] = head;
    at += all.length;
    const length = next === 'stream\n' ? Number(/\/Length (\d+)$/.exec(dictionary)?.[1]) : Number.NaN;
    const isStream = Number.isSafeInteger(length);
    yield { dictionary, stream: isStream ? bytes.subarray(at, at + length) : null };
    if (isStream) at += length + '\nendstream\nendobj\n'.length;
  }
}

const isPicture = ({ dictionary }: Read): boolean => dictionary.includes('/Filter /DCTDecode');
const isSheet = ({ dictionary }: Read): boolean => dictionary.startsWith('/Type /Page ');

const pagesIn = (bytes: Uint8Array): PdfPage[] => {
  const pages: Uint8Array[][] = [];
  for (const one of objectsOf(bytes)) {
    if (isSheet(one)) pages.push([]);
    else if (isPicture(one) && one.stream) pages.at(-1)?.push(one.stream);
  }
  return pages as unknown as PdfPage[];
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/**
 * The pictures of a PDF that {@link pdfPieces} wrote, as they went in; null for every other one. It is ours if the same
 * pages, written again, make the same bytes: so no part of a paper is ever left away.
 */
export const ownPages = (bytes: Uint8Array): PdfPage[] | null => {
  try {
    const pages = pagesIn(bytes);
    if (pages.length === 0 || pages.some(({ length }) => length < 1 || length > 2)) return null;
    return isSame(concat(...pdfPieces(pages)), bytes) ? pages : null;
  } catch {
    return null;
  }
};
