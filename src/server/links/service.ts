import { readingsUnderWay } from '../http/underway.js';
import { changing, ending } from './change.js';
import { linkReadings } from './gate.js';
import { listing, listingMade } from './lists.js';
import { making, makingGranted } from './make.js';
import { looking, opening } from './open.js';
import type { LinksPorts } from './ports.js';
import { readingLinked, takingReceipt } from './read.js';

/** What can be done with links: make, list, change and end them; and, for who has one, look, open, read, leave a receipt. */
export const linksService = (ports: LinksPorts) => {
  const underWay = readingsUnderWay(linkReadings(ports.db));
  return {
    make: making(ports),
    makeGranted: makingGranted(ports),
    list: listing(ports),
    listMade: listingMade(ports),
    change: changing(ports),
    end: ending(ports, underWay),
    look: looking(ports),
    open: opening(ports, underWay),
    read: readingLinked(ports, underWay),
    receipt: takingReceipt(ports),
  };
};
