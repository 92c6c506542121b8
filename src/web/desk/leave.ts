import { keepsPochette } from '../kept-here.js';
import { endEngine, engine } from './engine/engine.js';
import { endPerson } from './newcomer/person.js';
import { endPages } from './pile/page-tools.js';
import { endActors } from './training/actors.js';

/** The page that has the browser forget what it has of this site, and shows nothing. */
const END = '/desk/end';
/** The same, but for the forgetting. */
const KEPT = '/desk/kept';
/** A browser that does not say in this time whether it keeps a pochette may keep one. */
const PATIENCE_MS = 3000;
/** What was counted last is on its way: no longer than this is waited for it. */
const COUNTED_MS = 1000;

const after = <T>(ms: number, value: T): Promise<T> =>
  new Promise((resolve) => setTimeout(resolve, ms, value));

/** Somebody may have begun a pochette in this browser since the worker signed in: of that nothing is erased. */
const mayKeep = (): Promise<boolean> =>
  Promise.race([keepsPochette().catch(() => true), after(PATIENCE_MS, true)]);

/** All that is seen, and what lies behind it, but for the worker's own keys. */
const clear = (): void => {
  endPerson();
  endPages();
  endActors();
  document.body.replaceChildren();
};

/** Keys go with the workers, and the screen is emptied. */
const empty = (): void => {
  endEngine();
  clear();
};

/** A browser may keep a page that was left as it is, keys and all, for the way back: of this one it keeps an empty one. */
export const leaveNothingBehind = (): void => {
  addEventListener('pagehide', empty);
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
};

/** A worker is done: the screen is emptied at once, and in the browser's history another page takes the place of this one. */
export const finish = async (): Promise<void> => {
  clear();
  await Promise.race([engine().counted(), after(COUNTED_MS, undefined)]).catch(() => undefined);
  endEngine();
  location.replace((await mayKeep()) ? KEPT : END);
};
