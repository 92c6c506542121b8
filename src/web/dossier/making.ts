import type { Tools } from '../../client/dossier/fit.js';
import { dossierFiles, dossierPdf, type Making as Order } from '../../client/dossier/make.js';
import type { Candidate, MatchedPiece } from '../../client/dossier/match.js';
import type { Portal } from '../../core/dossiers.js';
import { SafeError } from '../../core/errors.js';
import type { Preview } from '../preview/pages.js';
import { connect, type Remote } from '../workers/calls.js';
import { startWorker } from '../workers/trusted.js';
import type { Making } from './handlers.js';
import address from './making-worker.ts?worker&url';

/** Pages that were drawn keep so much of their sharpness at first. */
const DRAWN = 0.85;

const pictureOf = async (canvas: HTMLCanvasElement): Promise<Uint8Array> => {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', DRAWN));
  if (!blob) throw new SafeError('broken_file');
  return new Uint8Array(await blob.arrayBuffer());
};

const drawAll = async (
  { pages }: Preview,
  most: number,
  worker: Remote<Making>,
): Promise<Uint8Array[] | null> => {
  const pictures: Uint8Array[] = [];
  for (const page of pages) {
    const canvas = document.createElement('canvas');
    await page.draw(canvas);
    const small = await worker.jpeg((await pictureOf(canvas)) as Uint8Array<ArrayBuffer>, most);
    if (!small) return null;
    pictures.push(small);
  }
  return pictures;
};

/** What a page of a file takes besides its picture. */
const OF_A_PAGE = 600;

/** A PDF drawn by what draws papers here; null for one that is locked, broken or longer than is drawn. */
const redrawn = async (pdf: Uint8Array, most: number, worker: Remote<Making>): Promise<Uint8Array | null> => {
  const { openPreview } = await import('../preview/open.js');
  const opened = await openPreview(pdf);
  if (typeof opened === 'string') return null;
  try {
    if (opened.pages.length < opened.total) return null;
    const pictures = await drawAll(opened, most / opened.total - OF_A_PAGE, worker);
    return pictures && (await worker.pictures(pictures));
  } finally {
    opened.close();
  }
};

const toolsOn = (worker: Remote<Making>): Tools => ({
  jpeg: (picture, most) => worker.jpeg(picture as Uint8Array<ArrayBuffer>, most),
  redrawn: (pdf, most) => redrawn(pdf, most, worker).catch(() => null),
  joined: (papers) => worker.joined(papers),
});

/** A dossier as it is to be made. */
export interface Wanted<P extends Candidate> {
  readonly matched: readonly MatchedPiece<P>[];
  readonly portal: Portal;
  readonly word: (matched: MatchedPiece<P>) => string;
  /** The bytes of a paper, verified whole. */
  readonly read: (paper: P) => Promise<Uint8Array>;
}

export interface Made {
  readonly bytes: Uint8Array;
  /** Papers that are not in it. */
  readonly leftOut: number;
  /** Files that are not what the portal takes: too large, locked, several for one piece. */
  readonly refusable: number;
}

const withWorker = async <T>(work: (worker: Remote<Making>) => Promise<T>): Promise<T> => {
  const line = connect<Making>(
    startWorker(address),
    () => undefined,
    () => undefined,
  );
  try {
    return await work(line.remote);
  } finally {
    line.end();
  }
};

const orderFor = <P extends Candidate>(wanted: Wanted<P>, worker: Remote<Making>): Order<P> => ({
  ...wanted,
  tools: toolsOn(worker),
});

/** One file for each piece, in one ZIP. */
export const makeZip = <P extends Candidate>(wanted: Wanted<P>): Promise<Made> =>
  withWorker(async (worker) => {
    const files = [];
    for await (const file of dossierFiles(orderFor(wanted, worker))) files.push(file);
    const bytes = await worker.zipped(files.map(({ name, bytes: content }) => ({ name, bytes: content })));
    return { bytes, leftOut: 0, refusable: files.filter(({ fits }) => !fits).length };
  });

/** Every paper once, in one PDF. */
export const makePdf = <P extends Candidate>(wanted: Wanted<P>): Promise<Made> =>
  withWorker(async (worker) => {
    const { bytes, left } = await dossierPdf(orderFor(wanted, worker));
    if (!bytes) throw new SafeError('broken_file');
    return { bytes, leftOut: left.length, refusable: 0 };
  });
