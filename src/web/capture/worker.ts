import { SafeError } from '../../core/errors.js';
import { decodePhoto } from './decode.js';
import { drawn, encodePage, shrunk } from './encode.js';
import { findOutline } from './find/outline.js';
import { evenLight } from './flatten/light.js';
import { sizeOf } from './flatten/proportions.js';
import { straighten, turned } from './flatten/warp.js';
import { type Corners, isUsable, scaled } from './geometry.js';
import { type Answer, type FlatPage, type Opened, PAGE_SIDE, type Question, VIEW_SIDE } from './messages.js';

/** Longer side of the photo from which pages are made: fine enough for `PAGE_SIDE`, and 20 MB rather than 50. */
const WORK_SIDE = 2600;

/** The photo that is open, upright. */
let work: OffscreenCanvas | null = null;

const pixelsOf = (canvas: OffscreenCanvas): ImageData => {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context.getImageData(0, 0, canvas.width, canvas.height);
};

const open = async (photo: Blob | ImageBitmap): Promise<Opened> => {
  work = null;
  const bitmap = photo instanceof Blob ? await decodePhoto(photo) : photo;
  work = shrunk(bitmap, WORK_SIDE);
  // the pixels of a camera are many; they go now, not when a collector comes
  bitmap.close();
  const view = shrunk(work, VIEW_SIDE);
  const outline = findOutline(pixelsOf(view));
  return { view: view.transferToImageBitmap(), outline };
};

const flatten = async (corners: Corners | null, quarters: number): Promise<FlatPage> => {
  if (!work) throw new SafeError('internal');
  if (corners === null || !isUsable(corners)) {
    // the whole photo is kept as it is
    const whole = shrunk(work, PAGE_SIDE);
    return encodePage(quarters % 4 === 0 ? whole : drawn(turned(pixelsOf(whole), quarters)));
  }
  const source = pixelsOf(work);
  const inPixels = scaled(corners, source.width, source.height);
  const { width, height } = sizeOf(inPixels, source.width, source.height, PAGE_SIDE);
  const flat = straighten(source, inPixels, width, height);
  evenLight(flat);
  return encodePage(drawn(turned(flat, quarters)));
};

const answer = async (question: Question): Promise<Answer> => {
  const { id } = question;
  try {
    if (question.ask === 'open') return { id, opened: await open(question.photo) };
    if (question.ask === 'flatten') return { id, page: await flatten(question.corners, question.quarters) };
    work = null;
    return { id, closed: true };
  } catch (error) {
    return { id, refused: error instanceof SafeError ? error.code : 'internal' };
  }
};

const handsOver = (given: Answer): Transferable[] => {
  if ('opened' in given) return [given.opened.view];
  return 'page' in given ? [given.page.jpeg.buffer] : [];
};

const reply = async (question: Question): Promise<void> => {
  const given = await answer(question);
  postMessage(given, { transfer: handsOver(given) });
};

/** One after the other: a page is made from the photo that was opened last. */
let before: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  before = before.then(() => reply(data));
});
