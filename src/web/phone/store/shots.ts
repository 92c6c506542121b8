import {
  afterPage,
  allPages,
  noPages,
  pageAt,
  type PageEvent,
  type PaperPages,
  type Place,
  printedPages,
  stepOf,
} from '../../capture/pages.js';
import { alone } from './alone.js';
import {
  type Draft,
  dropDraft,
  newName,
  type Parts,
  putDraft,
  readDraft,
  type Shot,
  smallOf,
} from './drafts.js';

/** A page to be kept, with its small picture for lists. */
export interface Leaf {
  readonly jpeg: Uint8Array;
  readonly small: Uint8Array | null;
}

const shotOf = ({ jpeg }: Leaf): Shot => ({ name: newName(), size: jpeg.length });

const partsOf = (shot: Shot, { jpeg, small }: Leaf): Parts => ({
  [shot.name]: jpeg,
  ...(small ? { [smallOf(shot.name)]: small } : {}),
});

/** What pages are as a file: one is a picture, several (also both sides of a card) are a PDF. */
const formOf = (shots: PaperPages<Shot>) => {
  const all = allPages(shots);
  const size = all.reduce((sum, one) => sum + one.size, 0);
  return all.length === 1
    ? { fileName: 'photo.jpg', mediaType: 'image/jpeg', pages: null, size }
    : { fileName: 'pages.pdf', mediaType: 'application/pdf', pages: printedPages(shots).length, size };
};

/** A draft's record and parts from its first pages: of each sheet its front and, where it has one, its back. */
export const fromLeaves = (sheets: readonly (readonly Leaf[])[], isTwoSided: boolean) => {
  const made = sheets.map((leaves) => leaves.map((leaf) => ({ leaf, shot: shotOf(leaf) })));
  const laid = made.map(([front, back]) => ({ front: front?.shot ?? null, back: back?.shot ?? null }));
  const shots = afterPage({ ...noPages<Shot>(isTwoSided), sheets: laid }, { type: 'keep' });
  const parts: Parts = Object.assign({}, ...made.flat().map(({ leaf, shot }) => partsOf(shot, leaf)));
  return { record: { ...formOf(shots), shots, touched: Date.now() }, parts };
};

/** A paper that is being photographed, after something happened to its pages; null if it is not here (any more). */
const changeShots = (
  id: string,
  next: (shots: PaperPages<Shot>) => PaperPages<Shot>,
  parts: Parts = {},
): Promise<Draft | null> =>
  alone(id, async () => {
    const draft = await readDraft(id);
    if (!draft?.shots) return null;
    const shots = next(draft.shots);
    const names = new Set(allPages(shots).map(({ name }) => name));
    if (names.size === 0) {
      await dropDraft(id);
      return null;
    }
    const gone = allPages(draft.shots).filter(({ name }) => !names.has(name));
    const changed = { ...draft, ...formOf(shots), shots, touched: Date.now() };
    // a place that is not there any more takes no picture
    const wanted = Object.entries(parts).filter(([name]) => names.has(name.split('/')[0] ?? ''));
    await putDraft(
      changed,
      Object.fromEntries(wanted),
      gone.flatMap(({ name }) => [name, smallOf(name)]),
    );
    return changed;
  });

/** A further page; onto the back where a card's is missing. */
export const addShot = (id: string, leaf: Leaf): Promise<Draft | null> => {
  const page = shotOf(leaf);
  return changeShots(id, (shots) => afterPage(shots, { type: 'add', page }), partsOf(page, leaf));
};

/** Another picture of the same page, as after a turn. */
export const replaceShot = (id: string, place: Place, leaf: Leaf): Promise<Draft | null> => {
  const page = shotOf(leaf);
  const steps: readonly PageEvent<Shot>[] = [
    { type: 'retake', place },
    { type: 'add', page },
  ];
  return changeShots(
    id,
    (shots) => (pageAt(shots, place) ? steps.reduce(afterPage<Shot>, shots) : shots),
    partsOf(page, leaf),
  );
};

/** Without this page; a paper whose last page goes is gone. */
export const removeShot = (id: string, place: Place): Promise<Draft | null> =>
  changeShots(id, (shots) => afterPage(shots, { type: 'remove', place }));

/** One place back or on in the order of pages. Where it then lies; null if it is gone, or at the end already. */
export const moveShot = async (id: string, place: Place, by: -1 | 1): Promise<Place | null> => {
  let at: Place | null = null;
  const left = await changeShots(id, (shots) => {
    const step = stepOf(shots, place, by);
    at = step?.place ?? null;
    return step ? afterPage(shots, step.event) : shots;
  });
  return left && at;
};

/** Of a card both sides are photographed: two pages that are there are its front and its back. */
export const asCard = (id: string): Promise<Draft | null> =>
  changeShots(id, (shots) => {
    const [front, back, third] = allPages(shots);
    if (shots.isTwoSided || !front || third) return shots;
    const first = afterPage(noPages<Shot>(true), { type: 'add', page: front });
    return back ? afterPage(first, { type: 'add', page: back }) : first;
  });
