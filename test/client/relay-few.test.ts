import t from 'tap';
import { FEWEST, tellParts } from '../../src/client/relay/few.js';

/** Every row of `length` numbers up to `most`. */
function* rows(length: number, most: number): Generator<number[]> {
  if (length === 0) {
    yield [];
    return;
  }
  for (const rest of rows(length - 1, most)) {
    for (let n = 0; n <= most; n++) yield [n, ...rest];
  }
}

/** Of each answer: what each part that is not told may be, to somebody who knows how we answer. */
const possible = (length: number, most: number): Map<string, Set<number>[]> => {
  const all = new Map<string, Set<number>[]>();
  for (const row of rows(length, most)) {
    const said = JSON.stringify(tellParts(row));
    const values = all.get(said) ?? row.map(() => new Set<number>());
    all.set(said, values);
    for (const [i, n] of row.entries()) values[i]?.add(n);
  }
  return all;
};

t.test(
  'no count below five is told, or follows from a total, even for who knows how it is hidden',
  async (t) => {
    for (const [length, most] of [
      [1, 20],
      [2, 12],
      [3, 12],
      [4, 9],
      [5, 6],
    ] as const) {
      const unsure: string[] = [];
      for (const [said, values] of possible(length, most)) {
        const { parts, total } = JSON.parse(said);
        // without anything to hide behind, a total above what all but one could make says that none of them is 0
        const least =
          length > 2 && parts.every((one: unknown) => one === 'few') && total === 'kept' ? 2 : FEWEST;
        const hidden = values.filter((_, i) => parts[i] === 'few');
        const isSmall = typeof total === 'number' && total < FEWEST;
        if (isSmall || hidden.some(({ size }) => size < least)) unsure.push(said);
      }
      t.strictSame(unsure, [], `${length} parts`);
    }
  },
);

t.test('what is five or more is told as it is, and its total where nothing follows from it', async (t) => {
  t.strictSame(tellParts([5, 12]), { parts: [5, 12], total: 17 });
  t.strictSame(tellParts([12, 3, 2, 0]), { parts: [12, 'few', 'few', 'few'], total: 17 });
  t.strictSame(tellParts([12, 3, 0, 0]), { parts: [12, 'few', 'few', 'few'], total: 'kept' });
  t.strictSame(tellParts([0, 1, 0]), { parts: ['few', 'few', 'few'], total: 'few' });
});
