import { endEngine } from './engine/engine.js';
import { endPerson } from './newcomer/person.js';
import { endPages } from './pile/page-tools.js';
import { endActors } from './training/actors.js';

/** The page that has the browser forget what it has of this site, and shows nothing. */
const END = '/desk/end';

/**
 * A worker is done: their keys go with the workers, the screen is emptied, and in the browser's history another page takes the
 * place of this one.
 */
export const finish = (): void => {
  endEngine();
  endPerson();
  endPages();
  endActors();
  document.body.replaceChildren();
  location.replace(END);
};
