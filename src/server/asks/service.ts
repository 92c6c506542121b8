import { ending, listing, listingMade } from './answer.js';
import { asking } from './make.js';
import type { AsksPorts } from './ports.js';

/** What can be done where somebody is asked for papers. */
export const asksService = (ports: AsksPorts) => ({
  make: asking(ports),
  list: listing(ports),
  listMade: listingMade(ports),
  end: ending(ports),
});
