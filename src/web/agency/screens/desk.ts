import type { LinkedPaper } from '../vault.js';

/** What the sheets share. */
export interface Desk {
  readonly bytesOf: (paper: LinkedPaper, onProgress?: (part: number) => void) => Promise<Uint8Array>;
  readonly smallOf: (paper: LinkedPaper) => Promise<Uint8Array | null>;
  /** How each paper is loaded and shown at once. */
  readonly loads: Map<string, () => Promise<void>>;
  readonly drawings: Set<() => Promise<void>>;
}
