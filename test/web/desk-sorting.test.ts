import fc from 'fast-check';
import t from 'tap';
import { asciiDigit, KEY_KINDS } from '../../src/web/desk/pile/keys.js';
import {
  added,
  inHand,
  nothingSorted,
  pagesOf,
  papersOf,
  type PileItem,
  said,
  type Sorting,
  taken,
  unsaid,
  type Word,
} from '../../src/web/desk/pile/sorting.js';

const page = (id: string, alone = false): PileItem => ({ id, alone });
const pile = (...pages: PileItem[]): Sorting<PileItem> => added(nothingSorted(), pages);
const after = (start: Sorting<PileItem>, ...words: Word[]) => words.reduce(said, start);
const idsOf = (sorting: Sorting<PileItem>): string[] =>
  papersOf(sorting).map(
    ({ kind, sheets }) => `${kind}: ${sheets.map((sheet) => sheet.map(({ id }) => id).join('+')).join(' ')}`,
  );

t.test(
  'a digit begins a paper, Enter goes on with it, V is a card’s back, Delete drops a page',
  async (t) => {
    const all = pile(...'abcdef'.split('').map((id) => page(id)));
    const done = after(all, { kind: 'passport' }, 'same', 'drop', { kind: 'identity-card' }, 'back', 'same');
    t.same(idsOf(done), ['passport: a b', 'identity-card: d+e f']);
    t.equal(inHand(done), undefined);
    t.equal(inHand(unsaid(done))?.id, 'f', 'and one step back undoes the last');
  },
);

t.test('Enter on the first page begins a paper; a file that can’t be drawn is one by itself', async (t) => {
  t.same(idsOf(after(pile(page('a'), page('b')), 'same', 'same')), ['other: a b']);
  const withOne = pile(page('a'), page('heic', true), page('b'));
  t.same(idsOf(after(withOne, { kind: 'lease' }, 'same', 'same')), ['lease: a', 'other: heic', 'other: b']);
});

const words = fc.array(
  fc.oneof(
    fc.constantFrom<Word>('same', 'back', 'drop'),
    fc.constantFrom(...KEY_KINDS).map((kind): Word => ({ kind })),
  ),
  { maxLength: 60 },
);

t.test('whatever is pressed, no page is lost and none is in two papers', async () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), words, (alone, pressed) => {
      const start = pile(...alone.map((one, i) => page(String(i), one)));
      const sorting = after(start, ...pressed);
      const { papers, dropped, rest } = taken(sorting);
      const ids = [...papers.flatMap(pagesOf), ...dropped, ...rest.pages].map(({ id }) => Number(id));
      return (
        ids.toSorted((a, b) => a - b).every((id, i) => id === i) &&
        ids.length === alone.length &&
        papers.every((paper) => pagesOf(paper).length === 1 || pagesOf(paper).every((one) => !one.alone))
      );
    }),
  );
});

t.test('digits count in whatever script the keyboard writes them', async (t) => {
  t.same(['1', '٢', '۹', '0', 'a', 'Enter'].map(asciiDigit), [1, 2, 9, 0, 0, 0]);
});
