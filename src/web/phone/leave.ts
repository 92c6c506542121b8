import { endEngine } from './engine/engine.js';
import { endStraightening } from './straighten/straighten.js';

/** A page that anybody may have open, of no meaning for who looks over a shoulder. */
const ELSEWHERE = 'https://www.wikipedia.org/';

const go = (): void => location.replace(ELSEWHERE);

/**
 * Leaves at once: the keys go with their worker, the screen is emptied, and the way back ends before this app. What the
 * browser itself notes of addresses that were visited is out of a page's reach.
 */
export const leave = (depth: number): void => {
  endEngine();
  endStraightening();
  document.body.replaceChildren();
  if (depth === 0) return go();
  addEventListener('popstate', go);
  history.go(-depth);
};
