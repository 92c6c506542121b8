/** Letters to add, take away, change, or swap with their neighbour, to make one word of the other. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? Infinity) + 1 : Infinity;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? Infinity;
};

/** The one of `names` that a mistyped word was meant to be, if any is so near that it can be offered. */
export const nearest = (word: string, names: readonly string[]): string | undefined => {
  const typed = word.toLowerCase();
  const near = names
    .map((name) => ({ name, off: distance(typed, name) }))
    .filter(({ name, off }) => off <= (name.length < 5 ? 1 : 2))
    .sort((a, b) => a.off - b.off);
  return near[0]?.name;
};
