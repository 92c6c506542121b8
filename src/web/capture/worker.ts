import { SafeError } from '../../core/errors.js';
import { decodePhoto } from './decode.js';
import { drawn, encodePage, shrunk } from './encode.js';
import { findOutline } from './find/outline.js';
import type { Pixels } from './find/pixels.js';
import { evenLight } from './flatten/light.js';
import { sizeOf } from './flatten/proportions.js';
import { straighten, turned } from './flatten/warp.js';
import { type Corners, isUsable, scaled, WHOLE } from './geometry.js';
import {
  type Answer,
  type FlatPage,
  type Frame,
  type Opened,
  PAGE_SIDE,
  type Question,
  VIEW_SIDE,
} from './messages.js';
import { forgetSeen, outlineOf, pixelsOf, watch } from './watching.js';

/** Longer side of the photo from which pages are made: fine enough for `PAGE_SIDE`, and 20 MB rather than 50. */
const WORK_SIDE = 2600;
/** Longer side of what is rehearsed with: a tenth of the work. */
const GLIMPSE_SIDE = 160;

/** The photo that is open, upright. */
let work: OffscreenCanvas | null = null;

const open = async (photo: Blob | Frame): Promise<Opened> => {
  work = null;
  ahead = null;
  const isFile = photo instanceof Blob;
  const picture = isFile ? await decodePhoto(photo) : photo;
  try {
    work = shrunk(picture, WORK_SIDE);
  } finally {
    // the pixels of a camera are many; they go now, not when a collector comes
    picture.close();
  }
  const view = shrunk(work, VIEW_SIDE);
  const outline = isFile ? findOutline(pixelsOf(view)) : outlineOf(view);
  forgetSeen();
  return { view: view.transferToImageBitmap(), outline };
};

/** Lets messages come in between two long steps. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Whether a page that is being made is still wanted; it is asked between its steps. */
type IsWanted = () => boolean;

const makePage = async (
  photo: OffscreenCanvas,
  corners: Corners | null,
  quarters: number,
  isWanted: IsWanted,
): Promise<FlatPage | null> => {
  if (corners === null || !isUsable(corners)) {
    // the whole photo is kept as it is
    const whole = shrunk(photo, PAGE_SIDE);
    return encodePage(quarters % 4 === 0 ? whole : drawn(turned(pixelsOf(whole), quarters)));
  }
  const source = pixelsOf(photo);
  const inPixels = scaled(corners, source.width, source.height);
  const { width, height } = sizeOf(inPixels, source.width, source.height, PAGE_SIDE);
  const flat = straighten(source, inPixels, width, height);
  await breath();
  if (!isWanted()) return null;
  evenLight(flat);
  await breath();
  return isWanted() ? encodePage(drawn(turned(flat, quarters))) : null;
};

/** The page that a person most likely wants, made while they look: of the corners that were proposed, upright as it is. */
let ahead: { readonly corners: Corners | null; readonly page: Promise<FlatPage | null> } | null = null;

const beginAhead = (corners: Corners | null): void => {
  if (!work) return;
  const photo = work;
  const page: Promise<FlatPage | null> = breath().then(() =>
    makePage(photo, corners, 0, () => ahead?.page === page),
  );
  // if it is wanted, it is said then
  page.catch(() => undefined);
  ahead = { corners, page };
};

const isSame = (a: Corners | null, b: Corners | null): boolean =>
  a === b || (a !== null && b !== null && a.every(({ x, y }, i) => x === b[i]?.x && y === b[i]?.y));

const flatten = async (corners: Corners | null, quarters: number): Promise<FlatPage> => {
  if (!work) throw new SafeError('internal');
  const made = ahead && quarters % 4 === 0 && isSame(ahead.corners, corners) ? await ahead.page : null;
  ahead = null;
  const page = made ?? (await makePage(work, corners, quarters, () => true));
  if (!page) throw new SafeError('internal');
  return page;
};

const shrunkGlimpse = (glimpse: Frame): OffscreenCanvas => {
  try {
    return shrunk(glimpse, VIEW_SIDE);
  } finally {
    glimpse.close();
  }
};

const look = (glimpse: Frame): void => {
  const view = shrunkGlimpse(glimpse);
  watch(view);
  rehearsal ??= pixelsOf(shrunk(view, GLIMPSE_SIDE));
};

/** In small what the camera saw first, until a page was made of it; then `done`. */
let rehearsal: Pixels | 'done' | null = null;

/** Makes a page once in small: the first time, a browser still learns how. */
const rehearse = async (): Promise<void> => {
  if (rehearsal === null || rehearsal === 'done') return;
  const pixels = rehearsal;
  rehearsal = 'done';
  await breath();
  if (isWaiting) return;
  evenLight(straighten(pixels, scaled(WHOLE, pixels.width, pixels.height), pixels.width, pixels.height));
};

const closed = (): void => {
  work = null;
  ahead = null;
  forgetSeen();
};

const answer = async (question: Question): Promise<Answer> => {
  const { id } = question;
  try {
    if (question.ask === 'open') return { id, opened: await open(question.photo) };
    if (question.ask === 'flatten') return { id, page: await flatten(question.corners, question.quarters) };
    if (question.ask === 'close') closed();
    else look(question.glimpse);
    return { id, done: true };
  } catch (error) {
    return { id, refused: error instanceof SafeError ? error.code : 'internal' };
  }
};

const handsOver = (given: Answer): Transferable[] => {
  if ('opened' in given) return [given.opened.view];
  if (!('page' in given)) return [];
  const { jpeg, small } = given.page;
  return small ? [jpeg.buffer, small.buffer] : [jpeg.buffer];
};

const reply = async (question: Question): Promise<void> => {
  const given = await answer(question);
  postMessage(given, { transfer: handsOver(given) });
  if ('opened' in given) beginAhead(given.opened.outline?.corners ?? null);
  if (question.ask === 'look') await rehearse();
};

/** One after the other: a page is made from the photo that was opened last. */
let before: Promise<void> = Promise.resolve();
/** Whether somebody waits for a photo. */
let isWaiting = false;

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  // what is asked for is made at once, not after what nobody wants any more
  if (data.ask === 'open' || data.ask === 'close') ahead = null;
  isWaiting = data.ask === 'open';
  before = before.then(() => reply(data));
});
