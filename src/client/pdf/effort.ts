import { broken } from '../intake/bytes.js';

/** What may still be done for one file. Small files can point at the same bytes again and again, or pack millions of them. */
export interface Effort {
  left: number;
}

/** For a file of so many bytes, in bytes read: enough to read each several times over. */
export const effortFor = (size: number): Effort => ({ left: Math.min(2 ** 28, 2 ** 26 + 8 * size) });

/** Throws `broken_file` as soon as a file took too much, the same on every machine. */
export const spend = (effort: Effort, much: number): void => {
  effort.left -= much;
  // NaN, too
  if (!(effort.left >= 0)) throw broken();
};
