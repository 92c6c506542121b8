import fc from 'fast-check';
import t from 'tap';
import {
  afterPage,
  allPages,
  isFull,
  MOST_SHEETS,
  noPages,
  pageAt,
  type PageEvent,
  type PaperPages,
  printedPages,
  stepOf,
} from '../../src/web/capture/pages.js';

type Pages = PaperPages<number>;
const after = (paper: Pages, ...events: PageEvent<number>[]): Pages => events.reduce(afterPage, paper);
const add = (page: number): PageEvent<number> => ({ type: 'add', page });
const front = (sheet: number) => ({ sheet, face: 'front' }) as const;
const back = (sheet: number) => ({ sheet, face: 'back' }) as const;

t.test('pages come in the order in which they are photographed', async (t) => {
  const paper = after(noPages(false), add(1), add(2), add(3));
  t.same(allPages(paper), [1, 2, 3]);
  t.same(printedPages(paper), [[1], [2], [3]]);
  t.same(paper.next, front(3));
});

t.test('a card asks for its back after its front, and prints both on one page', async (t) => {
  const half = after(noPages(true), add(1));
  t.same(half.next, back(0));
  const card = after(half, add(2));
  t.same(printedPages(card), [[1, 2]]);
  t.same(card.next, front(1));
  t.same(printedPages(after(card, { type: 'swap', sheet: 0 })), [[2, 1]]);
});

t.test('a page that is taken again keeps its place, and stays until the new one is there', async (t) => {
  const again = after(noPages(false), add(1), add(2), { type: 'retake', place: front(0) });
  t.same(allPages(again), [1, 2], 'nothing lost if the person leaves now');
  t.same(allPages(after(again, add(9))), [9, 2]);
  t.same(after(again, add(9)).next, front(2));
  t.same(after(again, { type: 'keep' }).next, front(2), 'the old one is kept after all');
});

t.test('a page taken out closes the gap; of a card the other side stays', async (t) => {
  t.same(
    allPages(after(noPages(false), add(1), add(2), add(3), { type: 'remove', place: front(1) })),
    [1, 3],
  );
  const card = after(noPages(true), add(1), add(2), { type: 'remove', place: front(0) });
  t.same([allPages(card), card.next], [[2], front(0)]);
  t.same(printedPages(after(card, add(3))), [[3, 2]]);
});

t.test('pages change their order', async (t) => {
  const paper = after(noPages(false), add(1), add(2), add(3));
  t.same(allPages(after(paper, { type: 'move', from: 2, to: 0 })), [3, 1, 2]);
  t.same(allPages(after(paper, { type: 'move', from: 0, to: 1 })), [2, 1, 3]);
  const step = stepOf(paper, front(1), -1);
  t.same(step && [allPages(after(paper, step.event)), step.place], [[2, 1, 3], front(0)]);
  t.same(
    [stepOf(paper, front(0), -1), stepOf(paper, front(2), 1), stepOf(paper, back(0), 1)],
    [null, null, null],
  );
  const card = after(noPages(true), add(1), add(2));
  for (const [place, by, to] of [
    [front(0), 1, back(0)],
    [back(0), -1, front(0)],
  ] as const) {
    const turned = stepOf(card, place, by);
    t.same(turned && [allPages(after(card, turned.event)), turned.place], [[2, 1], to]);
  }
  t.same([stepOf(card, front(0), -1), stepOf(card, back(0), 1)], [null, null]);
});

t.test('what was taken as a card becomes pages, without loss', async (t) => {
  const card = after(noPages(true), add(1), add(2), add(3));
  t.same(printedPages(after(card, { type: 'sides', isTwoSided: false })), [[1], [2], [3]]);
  t.same(after(noPages(false), add(1), { type: 'sides', isTwoSided: true }).next, back(0));
});

const place = fc.record({ sheet: fc.integer({ min: -1, max: 6 }), face: fc.constantFrom('front', 'back') });
const events: fc.Arbitrary<PageEvent<number>> = fc.oneof(
  { weight: 4, arbitrary: fc.nat(1e6).map(add) },
  place.map((one) => ({ type: 'retake' as const, place: one })),
  place.map((one) => ({ type: 'remove' as const, place: one })),
  fc.constant({ type: 'keep' as const }),
  fc.record({
    type: fc.constant('move' as const),
    from: fc.integer({ min: -1, max: 6 }),
    to: fc.integer({ min: -1, max: 6 }),
  }),
  fc.record({ type: fc.constant('swap' as const), sheet: fc.integer({ min: -1, max: 6 }) }),
  fc.record({ type: fc.constant('sides' as const), isTwoSided: fc.boolean() }),
);

/** How many pages there may be after one event: only `add` brings one, only `remove` takes one. */
const expected = (paper: Pages, event: PageEvent<number>): number => {
  const count = allPages(paper).length;
  if (event.type === 'add') return isFull(paper) || pageAt(paper, paper.next) !== null ? count : count + 1;
  return event.type === 'remove' && pageAt(paper, event.place) !== null ? count - 1 : count;
};

t.test('whatever a person does, in whatever order, no page is lost, doubled or put nowhere', async () => {
  const property = fc.property(fc.boolean(), fc.array(events, { maxLength: 80 }), (isTwoSided, all) => {
    let paper = noPages<number>(isTwoSided);
    for (const event of all) {
      const count = expected(paper, event);
      paper = afterPage(paper, event);
      if (allPages(paper).length !== count) return false;
      if (paper.sheets.some((sheet) => sheet.front === null && sheet.back === null)) return false;
      if (paper.next.sheet > paper.sheets.length || paper.sheets.length > 2 * MOST_SHEETS) return false;
      if (printedPages(paper).flat().join() !== allPages(paper).join()) return false;
    }
    return true;
  });
  fc.assert(property, { numRuns: 2000 });
});

t.test('a paper has an end', async (t) => {
  let paper = noPages<number>(false);
  for (let i = 0; i < MOST_SHEETS + 5; i++) paper = after(paper, add(i));
  t.equal(allPages(paper).length, MOST_SHEETS);
  t.ok(isFull(paper));
  t.equal(
    allPages(after(paper, { type: 'retake', place: front(3) }, add(99)))[3],
    99,
    'a page can still be taken again',
  );
});
