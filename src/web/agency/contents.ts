import { concat } from '../../core/bytes.js';
import type { LinkedPaper } from './vault.js';

type Progress = (part: number) => void;
type Fetch = (
  paper: LinkedPaper,
  onProgress: (read: number, total: number) => void,
) => AsyncIterable<Uint8Array>;

/** A slow line is not made faster by more at once. */
const AT_ONCE = 2;

const collect = async (fetch: Fetch, paper: LinkedPaper, onProgress: Progress): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  const report = (read: number, total: number) => onProgress(total > 0 ? read / total : 1);
  // copied: the reader uses its buffer again
  for await (const piece of fetch(paper, report)) pieces.push(piece.slice());
  return concat(...pieces);
};

/** The papers' bytes, each fetched once and verified whole; in memory only, and gone with `clear`. */
export const makeContents = (fetch: Fetch) => {
  const kept = new Map<string, Promise<Uint8Array>>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };

  return {
    get: (paper: LinkedPaper, onProgress: Progress = () => {}): Promise<Uint8Array> => {
      const known = kept.get(paper.doc);
      if (known) return known;
      const fetching = turn(() => collect(fetch, paper, onProgress)).catch((error: unknown) => {
        kept.delete(paper.doc);
        throw error;
      });
      kept.set(paper.doc, fetching);
      return fetching;
    },
    clear: (): void => kept.clear(),
  };
};
