import { endEngine, engine } from './engine/engine.js';
import { endPerson } from './newcomer/person.js';
import { endPages } from './pile/page-tools.js';

/** The page that has the browser forget what it has of this site, and shows nothing. */
const END = '/desk/end';

/** What was counted last is on its way: no longer than this is waited for it. */
const COUNTED_MS = 1000;

/**
 * A worker is done: the screen is emptied at once, their keys go with the workers, and in the browser's history another page takes
 * the place of this one.
 */
export const finish = async (): Promise<void> => {
  endPerson();
  endPages();
  document.body.replaceChildren();
  const patience = new Promise((resolve) => setTimeout(resolve, COUNTED_MS));
  await Promise.race([engine().counted(), patience]).catch(() => undefined);
  endEngine();
  location.replace(END);
};
