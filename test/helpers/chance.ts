import { randomInt } from 'node:crypto';

/** Chance that a number replays: a failing run says its seed, and CHANCE_SEED brings it back. */
export interface Chance {
  readonly seed: number;
  /** An integer from 0 to below `limit`. */
  below(limit: number): number;
  /** True once in `n` times. */
  oneIn(n: number): boolean;
}

/** mulberry32: 32 bits of state, good enough to choose moments. */
export const chance = (seed = Number(process.env['CHANCE_SEED'] ?? randomInt(2 ** 31))): Chance => {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { seed, below, oneIn: (n) => below(n) === 0 };
};
