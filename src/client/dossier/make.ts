import type { Portal } from '../../core/dossiers.js';
import type { ZipEntry } from '../zip.js';
import { fitOne, type Fitted, fitTogether, pageable, type Tools } from './fit.js';
import { type Candidate, type MatchedPiece, papersOf } from './match.js';
import { dossierFileName } from './names.js';

/** What a dossier is made of, and how. */
export interface Making<P extends Candidate> {
  readonly matched: readonly MatchedPiece<P>[];
  readonly portal: Portal;
  /** The bytes of a paper, verified whole. */
  readonly read: (paper: P) => Promise<Uint8Array>;
  /** What a piece is called in the name of its file, in the person's language. */
  readonly word: (matched: MatchedPiece<P>) => string;
  readonly tools: Tools;
}

export interface DossierFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** False where it is not what the portal takes, and this machine can't make it so. */
  readonly fits: boolean;
}

const fitPiece = async <P extends Candidate>(
  { papers }: MatchedPiece<P>,
  { read, portal, tools }: Making<P>,
): Promise<Fitted[]> => {
  const bytes: Uint8Array[] = [];
  for (const paper of papers) bytes.push(await read(paper));
  const [only] = bytes;
  if (bytes.length > 1 || !only) return fitTogether(bytes, portal, tools);
  return [await fitOne(only, portal, tools)];
};

/** One file for each piece that there are papers for, in the order of the dossier: what a portal asks for. One piece at a time is in memory. */
export async function* dossierFiles<P extends Candidate>(making: Making<P>): AsyncGenerator<DossierFile> {
  const there = making.matched.filter(({ papers }) => papers.length > 0);
  for (const [i, one] of there.entries()) {
    const fitted = await fitPiece(one, making);
    for (const [k, { bytes, extension, fits }] of fitted.entries()) {
      const part = fitted.length > 1 ? k + 1 : null;
      yield { name: dossierFileName(i + 1, making.word(one), extension, part), bytes, fits };
    }
  }
}

/** The same for a ZIP; `onFile` is told each file before it goes in. */
export async function* dossierEntries<P extends Candidate>(
  making: Making<P>,
  onFile: (file: DossierFile) => void,
): AsyncGenerator<ZipEntry> {
  for await (const file of dossierFiles(making)) {
    onFile(file);
    yield { name: file.name, size: file.bytes.length, bytes: [file.bytes] };
  }
}

/** Everything in one PDF, each paper once. `left`: papers that can't be pages here, such as a locked PDF. */
export const dossierPdf = async <P extends Candidate>({
  matched,
  read,
  tools,
}: Making<P>): Promise<{ readonly bytes: Uint8Array | null; readonly left: readonly P[] }> => {
  const pages: Uint8Array[] = [];
  const left: P[] = [];
  for (const paper of papersOf(matched)) {
    const one = await pageable(await read(paper), tools);
    if (one) pages.push(one);
    else left.push(paper);
  }
  return { bytes: pages.length > 0 ? await tools.joined(pages) : null, left };
};
