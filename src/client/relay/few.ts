/** A count as it may be told: the number; fewer than five; or kept back, because fewer than five would follow from it. */
export type Told = number | 'few' | 'kept';

/** Counts below this are not told. */
export const FEWEST = 5;

export const told = (count: number): Told => (count < FEWEST ? 'few' : count);

/**
 * Parts and their total so that no count below five is told or can be computed. What is not told has a sum that follows from the
 * total: it is told if each of those parts could still be anything from 0 to 4, else the total is kept back. That it is says no
 * more of them, since only their sum decides.
 *
 * @param counts each part, 0 or more, those that did not occur too: a list of what occurred would tell that there was some
 */
export const tellParts = (
  counts: readonly number[],
): { readonly parts: readonly Told[]; readonly total: Told } => {
  const parts = counts.map(told);
  const few = counts.filter((count) => count < FEWEST);
  const total = counts.reduce((all, one) => all + one, 0);
  if (few.length === 0) return { parts, total: told(total) };
  if (total < FEWEST && few.length > 2) return { parts, total: 'few' };
  const rest = few.reduce((all, one) => all + one, 0);
  const isSafe = rest >= FEWEST && rest <= (FEWEST - 1) * (few.length - 1);
  return { parts, total: isSafe ? total : 'kept' };
};
