import { allPages, isFull, pageAt, type PaperPages, type Place } from '../../capture/pages.js';
import { type Draft, draftPart, readDraft, type Shot, smallOf } from '../store/drafts.js';
import { replaceShot } from '../store/shots.js';
import { leafOf } from './keeping.js';
import { turnedPage } from './page.js';

/** A page as it is shown in small. */
export interface SmallLeaf {
  readonly name: string;
  readonly place: Place;
  readonly small: Uint8Array | null;
}

/** A paper that lies here, with its pages in small; `pages` empty for one that is a file. */
export interface Looked {
  readonly draft: Draft;
  readonly pages: readonly SmallLeaf[];
  /** No further page has a place. */
  readonly isFull: boolean;
}

const placesOf = ({ sheets }: PaperPages<Shot>): readonly Place[] =>
  sheets.flatMap(({ front, back }, sheet) => [
    ...(front ? [{ sheet, face: 'front' as const }] : []),
    ...(back ? [{ sheet, face: 'back' as const }] : []),
  ]);

/** A paper that lies here, as it is now; null if it is not here (any more). */
export const look = async (id: string): Promise<Looked | null> => {
  const draft = await readDraft(id);
  if (!draft) return null;
  const { shots } = draft;
  if (!shots) return { draft, pages: [], isFull: true };
  const places = placesOf(shots);
  const pages = await Promise.all(
    allPages(shots).map(
      async ({ name }, i): Promise<SmallLeaf> => ({
        name,
        place: places[i] as Place,
        small: await draftPart(id, smallOf(name)),
      }),
    ),
  );
  return { draft, pages, isFull: isFull(shots) };
};

/** One page in full; null if it is gone. */
export const leaf = async (id: string, place: Place): Promise<Uint8Array | null> => {
  const draft = await readDraft(id);
  const shot = draft?.shots && pageAt(draft.shots, place);
  return shot ? draftPart(id, shot.name) : null;
};

/** Turns a page by a quarter, clockwise; null if it is gone. */
export const turn = async (id: string, place: Place): Promise<Draft | null> => {
  const jpeg = await leaf(id, place);
  return jpeg && replaceShot(id, place, await leafOf(await turnedPage(jpeg)));
};
