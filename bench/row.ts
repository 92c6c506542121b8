/** One line of the benchmark. With `bare` its measure is `ours / bare`, without it is `ours` itself. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  /** What the bare part does that ours is measured against, in the same run. */
  readonly bare?: number;
  readonly unit: string;
  /** Absent where the number is for information only. */
  readonly goal?: Goal;
  /** A word on how it was measured. */
  readonly note?: string;
}

/** A line that could not be measured here, and why. */
export interface Skipped {
  readonly name: string;
  readonly skipped: string;
}

export type Goal = { readonly atLeast: number } | { readonly atMost: number };

/** Smaller sizes and fewer rounds, for a first look. */
export interface Size {
  readonly quick: boolean;
}

export const MB = 1e6;

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export const measureOf = (row: Row): number => (row.bare === undefined ? row.ours : row.ours / row.bare);

export const isReached = (row: Row): boolean | null => {
  if (!row.goal) return null;
  const measure = measureOf(row);
  return 'atLeast' in row.goal ? measure >= row.goal.atLeast : measure <= row.goal.atMost;
};
