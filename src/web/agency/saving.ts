import { safeFileName, uniqueNames } from '../../client/intake/names.js';
import { EXTENSIONS, sniff } from '../../client/intake/sniff.js';
import type { LinkedPaper } from './vault.js';

/** How long a download may take to begin before its bytes are let go. */
const KEEP_MS = 60_000;

const endingOf = ({ metadata: { fileName } }: LinkedPaper): string =>
  /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1] ?? '';

/** By what the bytes are, whatever the name says: nothing is saved as what it isn't. */
const nameOf = (paper: LinkedPaper, bytes: Uint8Array): string => {
  const type = sniff(bytes);
  return safeFileName(paper.metadata.title, type ? EXTENSIONS[type][0] : endingOf(paper));
};

/** Hands bytes to the browser's own downloads. */
const save = (name: string, parts: readonly Uint8Array[]): void => {
  // never a type that a browser would show within this page's origin
  const blob = new Blob(parts as Uint8Array<ArrayBuffer>[], { type: 'application/octet-stream' });
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
};

export const savePaper = (paper: LinkedPaper, bytes: Uint8Array): void => save(nameOf(paper, bytes), [bytes]);

export interface Whole {
  readonly paper: LinkedPaper;
  readonly bytes: Uint8Array;
}

/** All papers in one ZIP, stored as they are: pictures and PDFs don't get smaller. */
export const saveAll = async (name: string, papers: readonly Whole[]): Promise<void> => {
  const { Zip, ZipPassThrough } = await import('fflate');
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  const names = uniqueNames(papers.map(({ paper, bytes }) => nameOf(paper, bytes)));
  for (const [i, { paper, bytes }] of papers.entries()) {
    const file = new ZipPassThrough(names[i] ?? paper.doc);
    zip.add(file);
    file.push(bytes, true);
  }
  zip.end();
  save(safeFileName(name, 'zip'), pieces);
};
